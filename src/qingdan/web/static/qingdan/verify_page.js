/* The page: takes a receipt (dropped, chosen or pasted) and the published file, and says in words what verify.js found.
   Both languages are always written; the page's language hides one. */
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const receipt = at("receipt"), keys = at("keys"), verdict = at("verdict");
  let given = null, content = null; // bytes

  const make = (tag, ...children) => {
    const made = document.createElement(tag);
    made.append(...children);
    return made;
  };
  const both = (zh, en) => {
    const here = make("span", zh), there = make("span", en);
    here.lang = "zh-Hans";
    there.lang = "en";
    const two = document.createDocumentFragment();
    two.append(here, there);
    return two;
  };
  const WHAT = {
    "put-up": ["公示上墙", "A notice was put up"], "published": ["公布", "Something was published"],
    "corrected": ["更正", "A correction was published"], "taken-down": ["期满取下", "A notice was taken down"],
    "removed": ["撤下", "Something was taken down"], "objection-lodged": ["收到异议", "An objection was received"],
    "objection-settled": ["答复异议", "An objection was answered"], "voted": ["表决结果", "The result of a vote"],
  };
  const when = (date, language) => new Intl.DateTimeFormat(language, {
    timeZone: "Asia/Shanghai", year: "numeric", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit",
    hourCycle: "h23",
  }).format(date);
  const time = (date) => both(when(date, "zh-CN"), when(date, "en-GB") + " (Beijing)");

  function show(mood, head, rows) {
    verdict.className = "verdict " + mood;
    const list = make("dl");
    for (const [term, value] of rows) list.append(make("dt", term), make("dd", value));
    verdict.replaceChildren(make("h2", head), ...(rows.length ? [list] : []));
    verdict.hidden = false;
  }

  function rowsOf(found) {
    const { leaf, tree } = found, words = WHAT[leaf.kind.split(".").pop()];
    const rows = [
      [both("什么事", "What"), words ? both(`${words[0]}（${leaf.subject}）`, `${words[1]} (${leaf.subject})`)
        : `${leaf.kind} ${leaf.subject}`],
      [both("何时记入", "Recorded"), time(new Date(leaf.at))],
      [both("哪里", "Where"), both("区划代码 " + leaf.place, "Division code " + leaf.place)],
      [both("位置", "Position"), both(`第 ${found.index + 1n} 条，当时共 ${tree.size} 条`,
        `Entry ${found.index + 1n} of the ${tree.size} there were`)],
      [both("哪份日志", "Which log"), `${tree.origin}（${found.logs.map((key) => key.id).join("、")}）`],
    ];
    if (leaf.refers) rows.push([both("针对", "About"), leaf.refers]);
    for (const seen of found.witnesses)
      rows.push([both("见证", "Witness"), make("span", seen.key.name, " · ", time(new Date(seen.time * 1000)))]);
    if (!found.witnesses.length)
      rows.push([both("见证", "Witness"), both("还没有已知的见证方", "No known witness yet")]);
    rows.push([both("内容", "Content"), found.parts === null
      ? both("没有放入文件，只核对了记录", "No file was given; only the entry was verified")
      : found.parts.length ? both("与公布时一字不差", "Exactly what was published")
        : both("不是当时公布的那一份", "Not what was published then")]);
    return rows;
  }

  function judge() {
    const bytes = given || (receipt.value.trim() ? new TextEncoder().encode(receipt.value.trim() + "\n") : null);
    if (!bytes) {
      verdict.hidden = true;
      return;
    }
    try {
      const found = QdVerify.check(bytes, keys.value, content), rows = rowsOf(found);
      if (found.parts && !found.parts.length)
        show("bad", both("不符：内容不是当时公布的那一份", "No: the content is not what was published"), rows);
      else if (!found.isWitnessed)
        show("weak", both("记录属实，但见证不够", "The entry is there, but too few have witnessed it"), rows);
      else if (found.parts) show("good", both("属实：公布过，内容没有改动", "True: published, and unchanged"), rows);
      else show("good", both("属实：这条记录在日志里", "True: this entry is in the log"), rows);
    } catch (error) {
      if (!(error instanceof QdVerify.Wrong)) throw error;
      const why = [[both("原因", "Why"), both(error.zh, error.en)]];
      if (error.kind === "unknown") {
        at("trust").open = true;
        why.push([both("怎么办", "What to do"), both("把纸质公告上印的公钥填到下面“信任谁”里",
          "Put the public key printed on the paper notice into “Whom to trust” below")]);
        show("weak", both("还不能判断", "Cannot be judged yet"), why);
      } else show("bad", error.kind === "broken" ? both("读不懂这份凭据", "This receipt cannot be read")
        : both("不属实：核对不上", "No: it does not verify"), why);
    }
  }

  async function take(file, where) {
    const limit = where === "content" ? 64 * 1024 * 1024 : 262144;
    const bytes = file && file.size <= limit ? new Uint8Array(await file.arrayBuffer()) : null;
    if (file && !bytes)
      return show("bad", both("文件太大", "The file is too large"), []);
    if (where === "content") content = bytes;
    else {
      given = bytes;
      receipt.value = bytes ? new TextDecoder().decode(bytes) : "";
    }
    at(where + "-name").textContent = file ? file.name : "";
    judge();
    return verdict.scrollIntoView({ block: "nearest" }); // the button may be far below it on a phone
  }

  for (const where of ["file", "content"]) {
    const area = at(where + "-drop");
    at(where).addEventListener("change", (event) => take(event.target.files[0], where));
    area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("over"); });
    area.addEventListener("dragleave", () => area.classList.remove("over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      area.classList.remove("over");
      take(event.dataTransfer.files[0], where);
    });
  }
  receipt.addEventListener("input", () => { given = null; at("file").value = ""; at("file-name").textContent = ""; judge(); });
  keys.addEventListener("input", judge);
  at("language").addEventListener("click", () => {
    const root = document.documentElement;
    root.lang = root.lang.startsWith("en") ? "zh-CN" : "en";
  });
  if (location.protocol === "file:") { // saved: there is no house around it, and it need not be saved again
    at("home").removeAttribute("href");
    at("save").hidden = true;
  }
  // Behind a QR code: the receipt stands in the address after #, which no server ever sees.
  const handed = location.hash.startsWith("#r=") ? location.hash.slice(3) : "";
  if (handed) {
    try {
      const raw = atob(handed.replace(/-/g, "+").replace(/_/g, "/"));
      receipt.value = new TextDecoder().decode(Uint8Array.from(raw, (c) => c.charCodeAt(0)));
    } catch (_) { receipt.value = handed; }
    judge();
  }
})();
