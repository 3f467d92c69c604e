import type { Jupyter, JupyterServerCollection, JupyterServerProvider } from "@vscode/jupyter-extension";
import { type NotebookController, notebooks } from "vscode";
import { runOn, type Server } from "./run-on.ts";

export interface Collection extends JupyterServerCollection {
  readonly provider: JupyterServerProvider;
}

/** The part of the Jupyter extension that nbdev asks for, by its own types, and what a person does with it. */
export interface StandIn extends Jupyter {
  readonly collections: Collection[];
  /** What the kernel picker does with the server that a person chose. */
  controllerFor(server: Server): NotebookController;
}

export function activate(): StandIn {
  const collections: Collection[] = [];
  return {
    kernels: { getKernel: async () => undefined },
    collections,
    createJupyterServerCollection(id, label, provider) {
      const collection: Collection = {
        ...{ id, label, provider },
        dispose: () => void collections.splice(collections.indexOf(collection), 1),
      };
      collections.push(collection);
      return collection;
    },
    controllerFor(server) {
      const controller = notebooks.createNotebookController(server.id, "jupyter-notebook", server.label);
      controller.executeHandler = (cells) => Promise.all(cells.map((cell) => runOn(server, controller, cell))).then();
      return controller;
    },
  };
}
