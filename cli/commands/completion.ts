import { Argument, Command } from "commander";

const shells = ["bash", "zsh", "fish", "powershell"];

/** `nbdev completion <shell>` prints a script; at every Tab, that script asks `nbdev complete -- <words>`. */
export function addCompletion(program: Command, createTree: () => Command): Command {
  const completions = async () => {
    const { default: tab } = await import("@bomb.sh/tab/commander");
    return tab(createTree(), { completionCommandName: "completion" });
  };
  const script = new Command("completion")
    .description("print the script that completes nbdev's commands in your shell")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .action(async (shell: string) => (await completions()).setup("nbdev", "nbdev", shell));
  const answer = new Command("complete")
    .argument("[words...]")
    .action(async (words: string[]) => (await completions()).parse(words));
  for (const command of [script, answer]) command.copyInheritedSettings(program);
  return program.addCommand(script).addCommand(answer, { hidden: true });
}
