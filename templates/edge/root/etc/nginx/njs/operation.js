// POST /operation: some ids make the process that gets them panic, turn sick or leak. Such an operation is delivered to
// one instance and never repeated; a harmless one is repeated until it is answered.
// Which ids is known in two readings: those from 3 * 2^32 to 6 * 2^32, or all whose bits 32 to 35 are 3, 4 or 5. An id that
// is dangerous by the second alone is sent once like the others, but lets the next one pass when it did no harm.
// What is not understood counts as dangerous. njs 0.8: plain ES, no modules of Node.

const TWO_32 = 4294967296;
// The one form that the service documents. Anything else (other keys, escapes, floats, exponents, padding beyond the
// body buffer) might mean to bingo something that it does not mean here.
const DOCUMENTED = /^[ \t\r\n]*\{[ \t\r\n]*"operation"[ \t\r\n]*:[ \t\r\n]*(0|[1-9][0-9]{0,18})[ \t\r\n]*\}[ \t\r\n]*$/;

// After a dangerous operation the gate stays shut for so long: the time in which an instance is replaced.
const GATE_MS = 10000;
// Those that were not understood go one by one; they wait for each other this long.
const PATIENCE_MS = 2000;
const STEP_MS = 10;

function classify(body) {
  const match = DOCUMENTED.exec(body);
  if (match === null) return "unclear";
  const digits = match[1];
  // No 64-bit integer: bingo may refuse it, or read something else.
  if (digits.length === 19 && digits > "9223372036854775807") return "unclear";
  const bits = bits32to35(digits);
  if (bits < 3 || bits > 5) return "harmless";
  return Number(digits) < 6 * TWO_32 ? "dangerous" : "unclear";
}

// Of a number too long to be exact here: all that counts is its remainder by 2^36, which is taken digit by digit.
function bits32to35(digits) {
  let rest = 0;
  for (let i = 0; i < digits.length; i++) rest = (rest * 10 + Number(digits[i])) % (16 * TWO_32);
  return Math.floor(rest / TWO_32);
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
