// POST /operation: ids of one range make the process that gets them panic, turn sick or leak. Such an operation is
// delivered to one instance and never repeated; a harmless one is repeated until it is answered.
// What is not understood counts as dangerous. njs 0.8: plain ES, no modules of Node.

const FIRST_DANGEROUS = 12884901888;
const LAST_DANGEROUS = 25769803775;
// The one form that the service documents. Anything else (other keys, escapes, floats, exponents, padding beyond the
// body buffer) might mean to bingo something that it does not mean here.
const DOCUMENTED = /^[ \t\r\n]*\{[ \t\r\n]*"operation"[ \t\r\n]*:[ \t\r\n]*(0|[1-9][0-9]{0,17})[ \t\r\n]*\}[ \t\r\n]*$/;

// After a dangerous operation the gate stays shut for so long: the time in which an instance is replaced.
const GATE_MS = 10000;
// Those that were not understood go one by one; they wait for each other this long.
const PATIENCE_MS = 2000;
const STEP_MS = 10;

function classify(body) {
  const match = DOCUMENTED.exec(body);
  if (match === null) return "unclear";
  const id = Number(match[1]);
  return id >= FIRST_DANGEROUS && id <= LAST_DANGEROUS ? "dangerous" : "harmless";
}

function kindOf(r) {
  // An argument or a body with an encoding is not part of the documented form either.
  if (r.variables.args || r.headersIn["Content-Encoding"]) return "unclear";
  let body;
  try {
    body = r.requestText;
  } catch (e) {
    // The body is longer than client_body_buffer_size and lies in a file.
    return "unclear";
  }
  return classify(body === undefined ? "" : body);
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// Shuts the gate for this operation. False: another one has shut it.
async function pass(kind) {
  const gate = ngx.shared.operations;
  for (let waited = 0; !gate.add("gate", kind, GATE_MS); waited += STEP_MS) {
    if (kind === "dangerous" || gate.get("gate") === "dangerous" || waited >= PATIENCE_MS) return false;
    await pause(STEP_MS);
  }
  return true;
}

async function handle(r) {
  const kind = kindOf(r);
  if (kind === "harmless") {
    r.internalRedirect("@operation_harmless");
    return;
  }
  if (!(await pass(kind))) {
    r.headersOut["Retry-After"] = "10";
    r.return(503, "Another dangerous operation is under way\n");
    return;
  }
  r.variables.operation_kind = kind;
  r.internalRedirect("@operation_once");
}

// Opens the gate when an operation that was not understood turned out to do no harm.
function release(r) {
  if (r.variables.operation_kind === "unclear" && r.status < 500) ngx.shared.operations.delete("gate");
}

export default { classify, handle, release };
