/** Requests to every endpoint that change nothing, but for POST /operation, which is harmless. */
export const ENDPOINTS = [
  { method: "GET", path: "/" },
  { method: "POST", path: "/" },
  { method: "GET", path: "/config" },
  { method: "GET", path: "/ping" },
  { method: "POST", path: "/operation", body: '{"operation": 1}' },
  { method: "GET", path: "/db_dummy" },
  { method: "GET", path: "/long_dummy" },
  { method: "GET", path: "/api/movie" },
  { method: "GET", path: "/api/movie/1" },
  { method: "GET", path: "/api/customer" },
  { method: "GET", path: "/api/customer/1" },
  { method: "GET", path: "/api/session" },
  { method: "GET", path: "/api/session/1" },
] as const;
