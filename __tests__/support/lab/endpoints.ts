/** Requests to every endpoint of the acceptance list that change nothing, but for POST /operation, which is harmless. */
export const ENDPOINTS = [
  { method: "GET", path: "/" },
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
