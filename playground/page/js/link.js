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
    const plain = await bytes(packed.pipeThrough(new DecompressionStream("deflate-raw")));
    const { text, name, before } = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(plain));
    if ([text, name, before ?? ""].some((part) => typeof part !== "string")) throw new Error();
    return before === undefined ? { text, name } : { text, name, before, beforeName: "the policy before, from the link" };
  } catch {
    throw new Error("the link is damaged: a part of it may be missing. Ask for it again");
  }
}

async function bytes(stream) {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
