import { createHash, timingSafeEqual } from "node:crypto";

// Digests are of one length, and are compared in constant time.
const digest = (key) => createHash("sha256").update(key).digest();

if (!process.env.WEBHOOK_KEY) throw new Error("set WEBHOOK_KEY to the key of the webhook");
const key = digest(process.env.WEBHOOK_KEY);

export function isKey(given) {
  return timingSafeEqual(digest(given), key);
}
