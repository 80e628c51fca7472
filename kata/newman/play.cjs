// Plays Postman collections with newman: `node play.cjs FOLDER`, where FOLDER holds newman's node_modules.
//
// A line of JSON in asks for a play: {collection, environment, host, port}. Lines of JSON out tell of it: {ready}, {at} before
// each script, then {played}. Newman runs in a thread of its own, so that the end of standard input, which is the end of
// whoever asks, ends this process also while a script of the collection turns in a circle.
"use strict";
const fs = require("node:fs");
const { createRequire } = require("node:module");
const net = require("node:net");
const path = require("node:path");
const readline = require("node:readline");
const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");

const BODY = 4096; // most characters of a body that are told

if (isMainThread) {
  const player = new Worker(__filename, { workerData: process.argv[2] });
  player.on("error", () => process.exit(1));
  readline
    .createInterface({ input: process.stdin })
    .on("line", (line) => player.postMessage(JSON.parse(line)))
    .on("close", () => process.exit(0));
} else {
  const newman = createRequire(path.join(workerData, "package.json"))("newman");
  const allowed = { host: "", port: 0 };
  stayWith(allowed);
  parentPort.on("message", (order) => {
    Object.assign(allowed, { host: order.host, port: order.port });
    play(newman, order);
  });
  tell({ ready: true });
}

function tell(message) {
  fs.writeSync(1, `${JSON.stringify(message)}\n`); // at once, also when no turn of the event loop follows
}

// No connection leads anywhere else than to the API under test, whatever a collection holds.
function stayWith(allowed) {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...given) {
    const { host, port } = Array.isArray(given[0]) ? given[0][0] : given[0];
    if (host === allowed.host && Number(port) === allowed.port) return connect.apply(this, given);
    process.nextTick(() => this.destroy(new Error(`${host}:${port} is not {{base_url}}`)));
    return this;
  };
}

function play(newman, { collection, environment }) {
  const sent = new Map(); // by the place in the run
  const printed = [];
  const of = (o) => {
    const ref = o.cursor.ref;
    if (!sent.has(ref)) sent.set(ref, { name: o.item.name, tests: [], errors: [] });
    return sent.get(ref);
  };
  const end = (error) => {
    const all = [...sent.values()].filter((each) => each.method || each.errors.length);
    tell({ played: { sent: all, printed, trouble: error ? error.message : "" } });
  };
  newman
    .run({ collection, environment, reporters: [], color: "off" }, end)
    .on("beforeScript", (_, o) => tell({ at: `the ${KINDS[o.event.listen]} of ${o.item.name}` }))
    .on("script", (error, o) => error && of(o).errors.push(`${KINDS[o.event.listen]}: ${error.name}: ${error.message}`))
    .on("request", (error, o) => o.cursor.scriptId || record(of(o), error, o)) // but not what a script sends
    .on("assertion", (error, o) => of(o).tests.push({ name: o.assertion, error: error ? error.message : "", skipped: o.skipped }))
    .on("console", (_, o) => printed.push(o.messages.map((m) => (typeof m === "string" ? m : JSON.stringify(m))).join(" ")));
}

const KINDS = { prerequest: "pre-request script", test: "test script" };

function record(entry, error, { request, response }) {
  entry.method = request.method;
  entry.url = request.url.toString();
  entry.headers = pairs(request);
  entry.body = request.body ? cut(request.body.toString()) : "";
  entry.status = response ? response.code : null;
  entry.answered = response ? pairs(response) : [];
  entry.answer = response && response.stream ? cut(response.stream.toString()) : "";
  if (error) entry.errors.push(`no answer: ${error.message}`);
}

function pairs(message) {
  return message.headers.filter((header) => !header.disabled).map((header) => [header.key, String(header.value)]);
}

function cut(text) {
  return text.length > BODY ? `${text.slice(0, BODY)}…` : text;
}
