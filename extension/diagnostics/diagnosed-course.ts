import * as vscode from "vscode";
import { CourseChecker, type CourseFiles, type CourseFindings, type Severity } from "../../core/index.ts";
import { asRange } from "../as-range.ts";
import { documentationOf } from "./documentation.ts";
import { EditorDocuments } from "./editor-documents.ts";
import { changedPlaces, type PlacedFinding, placeFindings } from "./place-findings.ts";
import { WatchedCourse } from "./watched-course.ts";

/** One course whose findings the editor shows. */
export class DiagnosedCourse implements vscode.Disposable {
  readonly documents: EditorDocuments;
  readonly watched: WatchedCourse;
  readonly #collection: vscode.DiagnosticCollection;
  readonly #log: vscode.LogOutputChannel;
  readonly #extension: vscode.Uri;
  readonly #noted = new Set<string>();
  #found: CourseFindings = { diagnostics: [], skipped: [] };
  #shown: ReadonlyMap<string, readonly PlacedFinding[]> = new Map();

  constructor(
    directory: string,
    files: CourseFiles,
    collection: vscode.DiagnosticCollection,
    log: vscode.LogOutputChannel,
    extension: vscode.Uri,
  ) {
    this.#collection = collection;
    this.#log = log;
    this.#extension = extension;
    this.documents = new EditorDocuments(directory);
    this.watched = new WatchedCourse(new CourseChecker(directory, files), {
      findings: (found) => this.#report(found),
      failed: (error) => log.error(error instanceof Error ? error : String(error)),
    });
  }

  get findings(): CourseFindings["diagnostics"] {
    return this.#found.diagnostics;
  }

  /** What is shown on a document. */
  findingsOn(document: vscode.Uri): readonly PlacedFinding[] {
    return this.#shown.get(document.toString()) ?? [];
  }

  /** Puts the findings where they are seen now: a notebook was opened or closed, or its cells moved. */
  show(): void {
    const wanted = placeFindings(this.#found.diagnostics, this.documents);
    for (const [place, findings] of changedPlaces(this.#shown, wanted)) {
      this.#collection.set(
        vscode.Uri.parse(place, true),
        findings.map((placed) => this.#asDiagnostic(placed)),
      );
    }
    this.#shown = wanted;
  }

  dispose(): void {
    this.watched.stop();
    for (const place of this.#shown.keys()) this.#collection.delete(vscode.Uri.parse(place, true));
  }

  #report(found: CourseFindings): void {
    this.#found = found;
    this.show();
    for (const { path, size } of found.skipped) {
      if (this.#noted.has(path)) continue;
      this.#noted.add(path);
      const megabytes = Math.round(size / 1e6);
      this.#log.info(`${path} has ${megabytes} MB and is not checked while you edit; nbdev check reads it.`);
    }
  }

  #asDiagnostic({ range, message, finding }: PlacedFinding): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(asRange(range), message, severities[finding.severity]);
    diagnostic.source = "nbdev";
    diagnostic.code = { value: finding.code, target: documentationOf(finding.code, this.#extension) };
    return diagnostic;
  }
}

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};
