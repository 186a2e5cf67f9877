/* Seals a report in the browser and opens its answers (docs/spec/reports.md): HPKE (RFC 9180, base mode), Padmé,
   Argon2id, Damm. Needs vendor/noble_sealing.js. The same rules and bytes as src/qingdan/domain/sealing;
   tests/journeys/test_sealing_script.py holds the two together. Touches no page and no network. */
"use strict";
const QdSealing = (() => {
  const { sha256 } = noble_sealing["hashes/sha2"];
  const hkdf = noble_sealing["hashes/hkdf"];
  const { argon2idAsync } = noble_sealing["hashes/argon2"];
  const { chacha20poly1305 } = noble_sealing["ciphers/chacha"];
  const { pow } = noble_sealing["curves/abstract/modular"];
  const P = 2n ** 255n - 19n;
  const x25519 = noble_sealing["curves/abstract/montgomery"].montgomery({
    P,
    type: "x25519",
    powPminus2: (x) => pow(x, P - 2n, P),
    adjustScalarBytes: (bytes) => { // RFC 7748 §5
      bytes[0] &= 248; bytes[31] &= 127; bytes[31] |= 64;
      return bytes;
    },
  });

  /* The key does not fit, or something was altered; or what was typed is no receipt. ``code``: for the page's words. */
  class Wrong extends Error {
    constructor(code) { super(code); this.code = code; }
  }
  const KEY = 32, THREAD = 16, FLOOR = 8192, MAGIC = "qingdan sealed v1\n";
  const utf8 = new TextEncoder();
  const empty = new Uint8Array(0);
  const joined = (...parts) => {
    const all = parts.map((part) => (typeof part === "string" ? utf8.encode(part) : part));
    const whole = new Uint8Array(all.reduce((n, part) => n + part.length, 0));
    all.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  };
  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const unhex = (written) => {
    if (!/^(?:[0-9a-f]{2})+$/.test(written)) throw new Wrong("format");
    return Uint8Array.from(written.match(/../g), (pair) => parseInt(pair, 16));
  };
  const same = (a, b) => a.length === b.length && a.reduce((d, one, n) => d | (one ^ b[n]), 0) === 0;
  const number = (value, bytes) => {
    const out = new Uint8Array(bytes);
    for (let at = bytes - 1, rest = value; at >= 0; at -= 1, rest = Math.floor(rest / 256)) out[at] = rest % 256;
    return out;
  };
  const read = (bytes) => bytes.reduce((n, b) => n * 256 + b, 0);
  const random = (n) => crypto.getRandomValues(new Uint8Array(n));
  /* JSON with sorted keys and no spaces; half of a surrogate pair, which UTF-8 cannot say, becomes U+FFFD. */
  const canonical = (value) => {
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    return "{" + Object.keys(value).sort().map((k) => JSON.stringify(k) + ":" + canonical(value[k])).join(",") + "}";
  };
  const whole = (text) => new TextDecoder().decode(utf8.encode(text));

  /* -- HPKE: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305, base mode, first message ---------------- */
  const KEM = joined("KEM", number(0x20, 2));
  const SUITE = joined("HPKE", number(0x20, 2), number(1, 2), number(3, 2));
  const extract = (suite, salt, label, ikm) => hkdf.extract(sha256, joined("HPKE-v1", suite, label, ikm), salt);
  const expand = (suite, prk, label, info, length) =>
    hkdf.expand(sha256, prk, joined(number(length, 2), "HPKE-v1", suite, label, info), length);
  function cipher(shared, info) {
    const context = joined(number(0, 1), extract(SUITE, empty, "psk_id_hash", empty),
      extract(SUITE, empty, "info_hash", info));
    const secret = extract(SUITE, shared, "secret", empty);
    return chacha20poly1305(expand(SUITE, secret, "key", context, KEY), expand(SUITE, secret, "base_nonce", context, 12));
  }
  function sharedSecret(dh, sender, receiver) {
    return expand(KEM, extract(KEM, empty, "eae_prk", dh), "shared_secret", joined(sender, receiver), KEY);
  }
  const publicOf = (secret) => x25519.getPublicKey(secret);
  function seal(content, to, info) {
    const passing = random(KEY), sender = publicOf(passing);
    return joined(sender, cipher(sharedSecret(x25519.getSharedSecret(passing, to), sender, to), info).encrypt(content));
  }
  function unseal(box, secret, info) {
    try {
      const sender = box.slice(0, KEY), me = publicOf(secret);
      return cipher(sharedSecret(x25519.getSharedSecret(secret, sender), sender, me), info).decrypt(box.slice(KEY));
    } catch (_) { throw new Wrong("does-not-open"); }
  }
  const derive = (secret, label, salt) => hkdf.hkdf(sha256, secret, salt, label, KEY);
  const idOf = (key) => hex(sha256(joined("qingdan sealing key v1\n", key))).slice(0, 32);

  /* -- sizes ------------------------------------------------------------------------------------------------------ */
  function paddedLength(size) {
    const length = Math.max(size, FLOOR), exponent = Math.floor(Math.log2(length));
    const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
    return Math.ceil(length / step) * step;
  }
  function pad(content) {
    const out = new Uint8Array(paddedLength(content.length + 8));
    out.set(number(content.length, 8));
    out.set(content, 8);
    return out;
  }
  function unpad(padded) {
    const content = padded.slice(8, 8 + read(padded.slice(0, 8)));
    if (!same(pad(content), padded)) throw new Wrong("format");
    return content;
  }

  /* -- what is inside --------------------------------------------------------------------------------------------- */
  function encodeContent({ texts, files = [] }) {
    const said = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, whole(text)]));
    const listed = files.map((f) => ({ name: f.name, mime: f.mime, size: f.content.length }));
    const head = utf8.encode(canonical({ v: 1, texts: said, files: listed }));
    return joined(number(head.length, 4), head, ...files.map((f) => f.content));
  }
  function decodeContent(data) {
    const size = read(data.slice(0, 4)), head = JSON.parse(new TextDecoder().decode(data.slice(4, 4 + size)));
    let at = 4 + size;
    const files = head.files.map((f) => ({ name: f.name, mime: f.mime, content: data.slice(at, (at += f.size)) }));
    const content = { texts: head.texts, files };
    if (!same(encodeContent(content), data)) throw new Wrong("format");
    return content;
  }

  /* -- envelopes -------------------------------------------------------------------------------------------------- */
  const bound = (place) =>
    utf8.encode(canonical({ v: 1, thread: hex(place.thread), side: place.side, number: place.number }));
  const slotInfo = (place, name) => joined("qingdan sealed key v1\n", bound(place), name);
  const keysFor = (key, place, shared) => ["commitment", "body"].map((part) =>
    derive(key, joined(`qingdan sealed ${part} v1\n`, bound(place)), shared));
  function sealFor(content, place, readers, shared) {
    const key = random(KEY), [commitment, bodyKey] = keysFor(key, place, shared), slots = {};
    for (const reader of readers) slots[idOf(reader)] = seal(key, reader, slotInfo(place, idOf(reader)));
    const body = chacha20poly1305(bodyKey, new Uint8Array(12), bound(place)).encrypt(pad(content));
    return { place, slots, commitment, body };
  }
  function openWith(envelope, secret, shared) {
    const name = idOf(publicOf(secret));
    if (!Object.hasOwn(envelope.slots, name)) throw new Wrong("does-not-open");
    const key = unseal(envelope.slots[name], secret, slotInfo(envelope.place, name));
    const [commitment, bodyKey] = keysFor(key, envelope.place, shared);
    if (!same(commitment, envelope.commitment)) throw new Wrong("does-not-open");
    try {
      return unpad(chacha20poly1305(bodyKey, new Uint8Array(12), bound(envelope.place)).decrypt(envelope.body));
    } catch (_) { throw new Wrong("does-not-open"); }
  }
  function encode({ place, slots, commitment, body }) {
    const named = Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, hex(slot)]));
    const head = { v: 1, thread: hex(place.thread), side: place.side, number: place.number,
      commitment: hex(commitment), slots: named };
    return joined(MAGIC, canonical(head), "\n", body);
  }
  function decode(data) {
    const start = MAGIC.length, end = data.indexOf(10, start);
    const head = JSON.parse(new TextDecoder().decode(data.slice(start, end)));
    const place = { thread: unhex(head.thread), side: head.side, number: head.number };
    const slots = Object.fromEntries(Object.entries(head.slots).map(([name, slot]) => [name, unhex(slot)]));
    const envelope = { place, slots, commitment: unhex(head.commitment), body: data.slice(end + 1) };
    if (!same(encode(envelope), data)) throw new Wrong("format");
    return envelope;
  }

  /* -- the receipt ------------------------------------------------------------------------------------------------ */
  const DAMM = ["0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"];
  const check = (digits) => Array.from(digits).reduce((state, digit) => Number(DAMM[state][Number(digit)]), 0);
  const show = (digits) => digits.match(/.{4}/g).join(" ");
  function newReceipt() {
    let digits = "";
    while (digits.length < 15) for (const b of random(32)) if (b < 250 && digits.length < 15) digits += b % 10;
    return show(digits + check(digits));
  }
  function readReceipt(typed) {
    const digits = typed.slice(0, 200).normalize("NFKC").replace(/[ \-–—·.　]/g, "").trim();
    if (!/^[0-9]{16}$/.test(digits)) throw new Wrong("not-sixteen-digits");
    if (check(digits) !== 0) throw new Wrong("a-slip");
    return digits;
  }
  /* ``onProgress`` hears a number from 0 to 1: it takes some seconds on an old phone. */
  async function keysOf(typed, house, onProgress = () => {}) {
    const cost = { t: 3, m: 64 * 1024, p: 1, dkLen: KEY, onProgress };
    const root = await argon2idAsync(utf8.encode(readReceipt(typed)), house, cost);
    const [locator, secret, thread] = ["locator", "box", "thread"].map((name) =>
      derive(root, utf8.encode(`qingdan receipt ${name} v1\n`)));
    return { locator, secret, thread, public: publicOf(secret) };
  }

  /* -- a report and the talk after it ----------------------------------------------------------------------------- */
  function readersOf(side, office, reporter) {
    const readers = office.filter((key) => !same(key, reporter));
    if (!readers.length) throw new Wrong("nobody-to-read-it");
    return side === "inside" ? readers : [...readers, reporter];
  }
  function file(content, keys, office) {
    const place = { thread: random(THREAD), side: "reporter", number: 0 };
    const inside = joined(keys.thread, keys.public, encodeContent(content));
    return sealFor(inside, place, readersOf(place.side, office, keys.public));
  }
  function openFiled(envelope, secret) {
    if (envelope.place.side !== "reporter" || envelope.place.number !== 0) throw new Wrong("format");
    const inside = openWith(envelope, secret);
    const thread = { id: envelope.place.thread, secret: inside.slice(0, KEY), reporter: inside.slice(KEY, 2 * KEY) };
    return { content: decodeContent(inside.slice(2 * KEY)), thread };
  }
  function openOwn(envelope, keys) {
    const found = openFiled(envelope, keys.secret);
    if (!same(found.thread.secret, keys.thread) || !same(found.thread.reporter, keys.public))
      throw new Wrong("does-not-open");
    return found;
  }
  function say(content, thread, side, count, office) {
    if (side === "reporter" && count === 0) throw new Wrong("format");
    const place = { thread: thread.id, side, number: count };
    return sealFor(encodeContent(content), place, readersOf(side, office, thread.reporter), thread.secret);
  }
  function hear(envelope, secret, thread) {
    if (!same(envelope.place.thread, thread.id)) throw new Wrong("does-not-open");
    return decodeContent(openWith(envelope, secret, thread.secret));
  }

  return { Wrong, newReceipt, readReceipt, keysOf, file, openFiled, openOwn, say, hear, encode, decode, hex, unhex,
    idOf, publicOf, paddedLength, seal, unseal };
})();
