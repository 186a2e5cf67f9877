/* Reads and verifies a receipt (docs/spec/transparency.md): C2SP tlog-proof, signed-note, tlog-checkpoint,
   tlog-cosignature, tlog-policy; RFC 9162 §2.1.3.2. Needs noble.js. Runs in Chrome 86, also from a saved file.
   The same rules as src/qingdan/domain/transparency; tests/journeys/test_verify_page.py holds the two together. */
"use strict";
if (!Object.hasOwn) Object.hasOwn = (o, k) => Object.prototype.hasOwnProperty.call(o, k); // noble; Chrome 93
const QdVerify = (() => {
  const sha256 = noble["hashes/sha2"].sha256;
  const ed = noble["ed25519/index"];
  ed.hashes.sha512 = noble["hashes/sha2"].sha512;
  const PLAIN = 1, COSIGNATURE = 4;
  const text = new TextEncoder();

  /* A sentence in both languages, for a person. */
  class Wrong extends Error {
    constructor(kind, zh, en) { super(zh); this.kind = kind; this.zh = zh; this.en = en; }
  }
  const broken = (zh, en) => new Wrong("broken", zh, en);

  const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
  const same = (a, b) => a.length === b.length && a.every((one, n) => one === b[n]);
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((n, part) => n + part.length, 0));
    parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
    return whole;
  };
  const utf8 = (bytes) => {
    try { return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes); } catch (_) { return null; }
  };
  /* Standard base64 in its one canonical spelling, else null. */
  const decoded = (written) => {
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(written)) return null;
    try {
      const bytes = Uint8Array.from(atob(written), (c) => c.charCodeAt(0));
      return btoa(String.fromCharCode(...bytes)) === written ? bytes : null;
    } catch (_) { return null; }
  };
  const isName = (name) => name !== "" && !/[\s+\u0000-\u001f\u007f-\u009f]/.test(name);
  const keyId = (name, scheme, key) => sha256(joined(text.encode(name + "\n"), Uint8Array.of(scheme), key)).slice(0, 4);

  function readKey(vkey) {
    const [, name, id, rest] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey.trim()) || [];
    const data = rest ? decoded(rest) : null;
    if (!data || !isName(name) || data.length !== 33 || ![PLAIN, COSIGNATURE].includes(data[0]))
      throw broken("这不是一把完整的公钥：" + vkey.slice(0, 60), "This is not a whole public key: " + vkey.slice(0, 60));
    const key = { name, scheme: data[0], bytes: data.slice(1), id };
    if (hex(keyId(name, key.scheme, key.bytes)) !== id)
      throw broken("公钥与其编号不符：" + name, "The public key does not match its id: " + name);
    return key;
  }

  /* Lines of a policy file, or bare keys, one a line. */
  function readPolicy(written) {
    const policy = { logs: [], witnesses: {}, groups: {}, quorum: null };
    let bare = 0;
    for (const line of written.split("\n")) {
      const words = line.trim().split(/[ \t]+/);
      if (words[0] === "" || words[0].startsWith("#")) continue;
      const [what, name, third, ...more] = words;
      if (words.length === 1) {
        const key = readKey(what);
        if (key.scheme === PLAIN) policy.logs.push(key); else policy.witnesses["+" + ++bare] = key;
      } else if (what === "log") policy.logs.push(readKey(name));
      else if (what === "witness" && third) policy.witnesses[name] = readKey(third);
      else if (what === "group" && more.length)
        policy.groups[name] = { enough: { any: 1, all: more.length }[third] || Number(third), members: more };
      else if (what === "quorum") policy.quorum = name;
      else throw broken("这一行不认识：" + line.slice(0, 60), "This line is not understood: " + line.slice(0, 60));
    }
    return policy;
  }
  function isMet(policy, keys) {
    const has = (name, depth) => {
      if (policy.witnesses[name]) return keys.includes(policy.witnesses[name]);
      const group = policy.groups[name];
      return !!group && depth > 0 && group.enough > 0 &&
        group.members.filter((one) => has(one, depth - 1)).length >= group.enough;
    };
    return policy.quorum === "none" || (policy.quorum ? has(policy.quorum, 300) : keys.length > 0);
  }

  function readNote(bytes) {
    const no = () => broken("签名文本不完整或被改过", "The signed text is cut off or was changed");
    const whole = utf8(bytes);
    if (whole === null || /[\u0000-\u0009\u000b-\u001f]/.test(whole)) throw no();
    const at = whole.lastIndexOf("\n\n");
    if (at < 0 || !whole.endsWith("\n")) throw no();
    const signatures = whole.slice(at + 2, -1).split("\n").map((line) => {
      const [, name, written] = /^— ([^ ]+) ([^ ]+)$/.exec(line) || [];
      const data = written ? decoded(written) : null;
      if (!data || data.length < 5 || !isName(name)) throw no();
      return { name, id: hex(data.slice(0, 4)), payload: data.slice(4) };
    });
    if (signatures.length > 100) throw no();
    return { text: whole.slice(0, at + 1), signatures };
  }
  function verifies(key, body, payload) {
    let message = text.encode(body), signature = payload;
    if (key.scheme === COSIGNATURE) {
      const time = timeOf(payload);
      if (time === null) return false;
      message = text.encode(`cosignature/v1\ntime ${time}\n${body}`);
      signature = payload.slice(8);
    }
    try { return signature.length === 64 && ed.verify(signature, message, key.bytes, { zip215: false }); }
    catch (_) { return false; }
  }
  function timeOf(payload) {
    if (payload.length !== 72) return null;
    const time = BigInt("0x" + hex(payload.slice(0, 8)));
    return time > 0n && time < 2n ** 63n ? time : null;
  }
  /* [key, signature] for each signature by a known key; one that does not verify spoils the note. */
  function signedBy(note, keys) {
    const found = [];
    for (const signature of note.signatures)
      for (const key of keys)
        if (key.name === signature.name && key.id === signature.id) {
          if (!verifies(key, note.text, signature.payload))
            throw new Wrong("false", `“${key.name}”的签名核对不上：内容被改过，或者签名是假的`,
              `The signature of “${key.name}” does not verify: the text was changed, or the signature is forged`);
          if (!found.some(([known]) => known === key)) found.push([key, signature]);
        }
    return found;
  }
  function readCheckpoint(body) {
    const lines = body.slice(0, -1).split("\n");
    const root = lines.length > 2 ? decoded(lines[2]) : null;
    if (lines.some((line) => line === "") || !root || root.length !== 32 || !/^(0|[1-9][0-9]{0,18})$/.test(lines[1]))
      throw broken("检查点写得不对", "The checkpoint is malformed");
    return { origin: lines[0], size: BigInt(lines[1]), root };
  }

  function readReceipt(bytes) {
    const no = (zh, en) => broken("这不是完整的凭据：" + zh, "This is not a whole receipt: " + en);
    if (bytes.length > 262144) throw no("太长", "it is too long");
    const written = utf8(bytes);
    const at = written === null ? -1 : written.indexOf("\n\n");
    if (at < 0) throw no("缺少后半部分", "its second half is missing");
    const lines = written.slice(0, at).split("\n");
    if (lines[0] !== "c2sp.org/tlog-proof@v1") throw no("第一行不对", "its first line is another");
    const extra = (lines[1] || "").startsWith("extra ") ? decoded(lines.splice(1, 1)[0].slice(6)) : null;
    const index = /^index (0|[1-9][0-9]{0,18})$/.exec(lines[1] || "");
    const hashes = lines.slice(2).map(decoded);
    if (!index || hashes.length > 63 || hashes.some((one) => !one || one.length !== 32))
      throw no("序号或证明写得不对", "its index or proof is malformed");
    let held = null;
    try { held = JSON.parse(utf8(extra)); } catch (_) { /* said below */ }
    if (!held || typeof held.entry !== "string" || typeof held.salts !== "object" || !held.salts ||
      !Object.values(held.salts).every((salt) => typeof salt === "string" && /^[0-9a-f]{64}$/.test(salt)))
      throw no("里面没有记录本身", "the entry itself is not in it");
    return { index: BigInt(index[1]), hashes, held, checkpoint: text.encode(written.slice(at + 2)) };
  }
  function includes(index, size, leaf, proof, root) {
    if (index >= size) return false;
    let nth = index, last = size - 1n, found = leaf;
    const node = (left, right) => sha256(joined(Uint8Array.of(1), left, right));
    for (const sibling of proof) {
      if (last === 0n) return false;
      if (nth & 1n || nth === last) {
        found = node(sibling, found);
        while (!(nth & 1n) && nth) { nth >>= 1n; last >>= 1n; }
      } else found = node(found, sibling);
      nth >>= 1n; last >>= 1n;
    }
    return last === 0n && same(found, root);
  }

  function readLeaf(entry) {
    let leaf = null;
    try { leaf = JSON.parse(entry); } catch (_) { /* said below */ }
    const texts = leaf && [leaf.kind, leaf.at, leaf.place, leaf.subject];
    if (!leaf || !texts.every((one) => typeof one === "string") || typeof leaf.digests !== "object" || !leaf.digests)
      throw broken("这条记录要用新版页面才能看懂", "A newer page is needed to read this entry");
    return leaf;
  }
  const salted = (salt, content) => hex(sha256(joined(text.encode("qingdan salted digest v1\n"), salt, content)));
  function partsOf(receipt, leaf, content) {
    return Object.entries(receipt.held.salts).filter(([name, salt]) =>
      Object.hasOwn(leaf.digests, name) &&
      salted(Uint8Array.from(salt.match(/../g), (b) => parseInt(b, 16)), content) === leaf.digests[name]).map(([n]) => n);
  }

  /* What a receipt proves. content: bytes or null. Throws Wrong: kind "broken", "false" or "unknown" (no key). */
  function check(bytes, policyText, content) {
    const policy = readPolicy(policyText), receipt = readReceipt(bytes);
    const note = readNote(receipt.checkpoint), tree = readCheckpoint(note.text);
    const mine = policy.logs.filter((key) => key.scheme === PLAIN && key.name === tree.origin);
    if (!mine.length)
      throw new Wrong("unknown", `手头没有“${tree.origin}”的公钥`, `The public key of “${tree.origin}” is not among those known`);
    const logs = signedBy(note, mine).map(([key]) => key);
    if (!logs.length)
      throw new Wrong("false", "没有这份日志的签名，或日志已换密钥", "It has no signature by this log, or the log changed its key");
    if (!includes(receipt.index, tree.size, sha256(joined(Uint8Array.of(0), text.encode(receipt.held.entry))),
      receipt.hashes, tree.root))
      throw new Wrong("false", "这条记录不在日志里：凭据被改过，或者是假的",
        "This entry is not in the log: the receipt was changed, or it is forged");
    const known = Object.values(policy.witnesses).filter((key) => key.scheme === COSIGNATURE);
    const witnesses = signedBy(note, known).map(([key, one]) => ({ key, time: Number(timeOf(one.payload)) }));
    const leaf = readLeaf(receipt.held.entry);
    return {
      leaf, tree, index: receipt.index, logs, witnesses,
      isWitnessed: isMet(policy, witnesses.map((one) => one.key)),
      parts: content === null ? null : partsOf(receipt, leaf, content),
    };
  }
  return { check, Wrong };
})();
