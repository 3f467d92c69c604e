import * as vscode from "vscode";
import type { Shell } from "../shell.ts";
import { type CourseNode, courseNode } from "./course-nodes.ts";

const viewId = "nbdev.courses";

/** The tree of courses; it is asked for, and the hubs are, only while the view is on the screen. */
export function createCourseTree({ states, courses, opener }: Shell): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const provider: vscode.TreeDataProvider<CourseNode> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: treeItem,
    getChildren: (node) => {
      // In a restricted workspace nothing is asked, and the view's welcome says why.
      if (node === undefined) return opener.isTrusted() ? states.all().map((each) => courseNode(each, new Date())) : [];
      return [...node.children];
    },
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: provider, showCollapseAll: true });
  const look = () => states.setLooking(viewId, view.visible && opener.isTrusted());
  const ask = () => void (view.visible ? states.refresh() : states.recall());
  const show = () => {
    changed.fire();
    void vscode.commands.executeCommand("setContext", "nbdev.hasCourses", states.all().length > 0);
  };
  look();
  return vscode.Disposable.from(
    view,
    changed,
    view.onDidChangeVisibility(look),
    vscode.workspace.onDidGrantWorkspaceTrust(look),
    vscode.workspace.onDidGrantWorkspaceTrust(ask),
    courses.onDidChange(ask),
    states.onDidChange(show),
  );
}

function treeItem(node: CourseNode): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const open = node.type === "course" || node.type === "hub" ? Expanded : Collapsed;
  const item = new vscode.TreeItem(node.label, node.children.length === 0 ? None : open);
  item.id = node.id;
  item.description = node.description;
  item.iconPath = new vscode.ThemeIcon(node.icon);
  item.contextValue = node.state === undefined ? node.type : `${node.type}-${node.state}`;
  if (node.tooltip !== undefined) item.tooltip = node.tooltip;
  if (node.type === "notebook") {
    item.resourceUri = vscode.Uri.file(node.path);
    item.command = { command: "vscode.open", title: "Open", arguments: [item.resourceUri] };
  }
  return item;
}
