// Checks the proof of one message on the reader's machine: the two files that the page offers, and nothing else.
// The tree is that of RFC 6962, the head a C2SP note, the receipt a C2SP cosignature; the words stand in the page.
"use strict";
const DASH = "\u2014";
const utf8 = (text) => new TextEncoder().encode(text);
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);

function read(text) {
  const cut = text.indexOf("\n\n");
  const [title, index, ...path] = text.slice(0, cut).split("\n");
  const end = text.indexOf("\n\n", cut + 2);
  const head = text.slice(cut + 2, end + 1);
  const [origin, size, root, rest] = head.split("\n");
  const signatures = text.slice(end + 2).split("\n");
  const number = Number(index.replace(/^index /, ""));
  if (title !== "c2sp.org/tlog-proof@v1" || index !== `index ${number}` || rest !== "" || signatures.length !== 3
    || signatures[2] !== "" || !Number.isSafeInteger(number)) throw new Error("not a proof");
  return { index: number, path: path.map(bytes), head, origin, size: Number(size), root: bytes(root), signatures };
}

// Indices are divided, not shifted: the bits of a larger number than 2^31 are not kept by shifting.
async function rootOver(leaf, { index, size, path }) {
  let node = leaf, at = index, last = size - 1;
  if (!(at >= 0 && at <= last)) return new Uint8Array();
  for (const neighbour of path) {
    if (last === 0) return new Uint8Array();
    if (at % 2 === 1 || at === last) {
      node = await sha256([1], neighbour, node);
      while (at % 2 === 0 && at > 0) { at = Math.floor(at / 2); last = Math.floor(last / 2); }
    } else node = await sha256([1], node, neighbour);
    at = Math.floor(at / 2); last = Math.floor(last / 2);
  }
  return last === 0 ? node : new Uint8Array();
}

// A key is written name+id+base64(kind, 32 bytes); null says that this browser does not know Ed25519.
async function signed(line, vkey, kind, messageOf) {
  const name = vkey.slice(0, vkey.indexOf("+"));
  const material = bytes(vkey.slice(vkey.indexOf("+") + 1).replace(/^[0-9a-f]{8}\+/, ""));
  const start = `${DASH} ${name} `;
  if (!line.startsWith(start) || material.length !== 33 || material[0] !== kind) return false;
  const value = bytes(line.slice(start.length));
  const id = (await sha256(utf8(name), [10, kind], material.slice(1))).slice(0, 4);
  if (!same(value.slice(0, 4), id)) return false;
  let key;
  try { key = await crypto.subtle.importKey("raw", material.slice(1), { name: "Ed25519" }, false, ["verify"]); } catch { return null; }
  const [signature, message] = messageOf(value.slice(4));
  return signature.length === 64 && crypto.subtle.verify({ name: "Ed25519" }, key, signature, message);
}

function stamped(head) {
  return (value) => {
    const time = new DataView(value.buffer, value.byteOffset, 8).getBigUint64(0);
    return [value.slice(8), utf8(`cosignature/v1\ntime ${time}\n${head}`)];
  };
}

async function check(place) {
  const answers = await Promise.all([fetch(place.dataset.proof), fetch(place.dataset.message)]);
  if (!answers.every((answer) => answer.ok)) throw new Error("not fetched");
  const proof = read(await answers[0].text());
  const message = new Uint8Array(await answers[1].arrayBuffer());
  const root = await rootOver(await sha256([0], message), proof);
  return {
    tree: same(root, proof.root),
    log: await signed(proof.signatures[0], place.dataset.log, 1, (value) => [value, utf8(proof.head)]),
    cosign: await signed(proof.signatures[1], place.dataset.cosign, 4, stamped(proof.head)),
  };
}

addEventListener("DOMContentLoaded", async () => {
  const place = document.querySelector("#verdict");
  if (!place) return;
  if (!globalThis.crypto?.subtle) { place.textContent = place.dataset.cannot; return; }
  let found = { tree: false, log: false, cosign: false };
  try { found = await check(place); } catch { /* what cannot be read does not hold */ }
  const words = document.querySelector("[data-yes]").dataset;
  for (const [step, holds] of Object.entries(found)) {
    document.querySelector(`[data-step="${step}"] b`).textContent = holds === null ? words.open : holds ? words.yes : words.no;
  }
  const all = Object.values(found);
  const verdict = all.includes(false) ? "bad" : all.includes(null) ? "part" : "good";
  place.dataset.verdict = verdict;
  place.textContent = place.dataset[verdict];
});
