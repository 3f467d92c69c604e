import { StringDecoder } from "node:string_decoder";

/**
 * The lines of a byte stream, without their ends. Unlike node:readline's iterator, it throws the stream's own errors,
 * an abort among them, to whoever iterates.
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array | string>): AsyncIterable<string> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + (typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk)))).split(/\r?\n/);
    rest = lines.pop() ?? "";
    yield* lines;
  }
  rest += decoder.end();
  if (rest !== "") yield rest;
}
