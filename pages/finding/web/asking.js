/** One question to the server; it is given up when somebody types on. */

const BASE = "/api/v1/finding";

export async function ask(path, body, person, signal) {
  const response = await fetch(BASE + path, {
    method: body ? "POST" : "GET",
    headers: {
      Accept: "application/json",
      "X-Requested-With": "opsdesk",
      ...(path === "/opened" ? { "X-Background": "1" } : {}),
      ...(body ? { "Content-Type": "application/json" } : {}),
      ...(person ? { "X-Ops-Person": person } : {}),
    },
    body: body ? JSON.stringify(body) : undefined,
    credentials: "same-origin",
    signal,
  });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}
