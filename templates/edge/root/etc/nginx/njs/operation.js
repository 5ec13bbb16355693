// POST /operation: some ids make the process that gets them leak, panic or turn sick. Such an operation is delivered to
// one instance and never repeated; a harmless one is repeated until it is answered.
// What is not understood counts as dangerous. njs 0.8: plain ES, no modules of Node, no BigInt.

const NIBBLE = 4294967296;
const MASKED = 16 * NIBBLE;
// Bits 32 to 35 of an id: 3 leaks, 4 panics, 5 turns sick. bingo is said to look at these bits alone, so 2^36 + 4 * 2^32
// panics too. If it compares the whole id instead, 3 * 2^32 to 6 * 2^32 - 1 are dangerous: the same bits, and none above.
const FIRST_DANGEROUS = 3;
const LAST_DANGEROUS = 5;
const LAST_INT64 = "9223372036854775807";
// The one form that the service documents. Anything else (other keys, escapes, floats, exponents, padding beyond the
// body buffer) might mean to bingo something that it does not mean here.
const DOCUMENTED = /^[ \t\r\n]*\{[ \t\r\n]*"operation"[ \t\r\n]*:[ \t\r\n]*(0|[1-9][0-9]{0,18})[ \t\r\n]*\}[ \t\r\n]*$/;

// After a dangerous operation the gate stays shut for so long: the time in which an instance is replaced.
const GATE_MS = 10000;
// Those that were not understood go one by one; they wait for each other this long.
const PATIENCE_MS = 2000;
const STEP_MS = 10;

// Digit by digit, because a number is exact up to 2^53 only.
function remainder(digits) {
  let rest = 0;
  for (let i = 0; i < digits.length; i++) rest = (rest * 10 + Number(digits[i])) % MASKED;
  return rest;
}

function harms(rest) {
  const nibble = Math.floor(rest / NIBBLE);
  return nibble >= FIRST_DANGEROUS && nibble <= LAST_DANGEROUS;
}

function classify(body) {
  const match = DOCUMENTED.exec(body);
  if (match === null) return "unclear";
  const digits = match[1];
  if (digits.length === LAST_INT64.length && digits > LAST_INT64) return "unclear";
  if (harms(remainder(digits))) return "dangerous";
  // A program that reads JSON numbers as floats meets the rounded id: 2^60 + 3 * 2^32 - 1 becomes 2^60 + 3 * 2^32.
  return harms(Number(digits) % MASKED) ? "dangerous" : "harmless";
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

// Shuts the gate for this operation, whose mark it then has. False: another one has shut it.
async function pass(kind, mark) {
  const gate = ngx.shared.operations;
  for (let waited = 0; !gate.add("gate", mark, GATE_MS); waited += STEP_MS) {
    const other = gate.get("gate");
    if (kind === "dangerous" || (other && other.startsWith("dangerous")) || waited >= PATIENCE_MS) return false;
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
  const mark = kind + " " + r.variables.request_id;
  if (!(await pass(kind, mark))) {
    r.headersOut["Retry-After"] = "10";
    r.return(503, "Another dangerous operation is under way\n");
    return;
  }
  r.variables.operation_mark = mark;
  r.internalRedirect("@operation_once");
}

// Opens the gate when an operation that was not understood turned out to do no harm. By then the gate may have opened by
// itself and be shut for another one, whose mark it has.
function release(r) {
  const gate = ngx.shared.operations;
  const mark = r.variables.operation_mark;
  if (mark && mark.startsWith("unclear") && r.status < 500 && gate.get("gate") === mark) gate.delete("gate");
}

export default { classify, handle, release };
