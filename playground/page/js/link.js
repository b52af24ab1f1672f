// A policy in a link: behind the `#`, which browsers send to no server.

/** The fragment that holds these texts, compressed. */
export async function pack(parts) {
  const plain = new Blob([JSON.stringify(parts)]).stream();
  const packed = await bytes(plain.pipeThrough(new CompressionStream("deflate-raw")));
  let text = "";
  for (const byte of packed) text += String.fromCharCode(byte);
  return `#1.${btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** What a fragment holds; `null` for one that holds no policy. */
export async function unpack(fragment) {
  if (!fragment.startsWith("#1.")) return null;
  try {
    const binary = atob(fragment.slice(3).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = new Blob([Uint8Array.from(binary, (character) => character.charCodeAt(0))]).stream();
    const plain = await bytes(packed.pipeThrough(new DecompressionStream("deflate-raw")), LONGEST);
    const { text, name, before } = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain));
    if ([text, name, before ?? ""].some((part) => typeof part !== "string")) throw new Error();
    return before === undefined ? { text, name } : { text, name, before, beforeName: "the policy before, from the link" };
  } catch {
    throw new Error("the link is damaged: a part of it may be missing. Ask for it again");
  }
}

/** More than any policy, and less than a browser can hold. */
const LONGEST = 16 * 1024 * 1024;

async function bytes(stream, most = Infinity) {
  let length = 0;
  const limited = new TransformStream({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > most) throw new RangeError("too long");
      controller.enqueue(chunk);
    },
  });
  return new Uint8Array(await new Response(stream.pipeThrough(limited)).arrayBuffer());
}
