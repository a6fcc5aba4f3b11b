/** Reading from the server: plain fetch, one kind of failure with a sentence for people. */

export class Failed extends Error {
  constructor(message, status = 0, body = null) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export class Http {
  constructor(words, base = "/api/v1") {
    this.words = words;
    this.base = base;
  }

  get(path, options) {
    return this.ask("GET", path, undefined, options);
  }

  post(path, body, options) {
    return this.ask("POST", path, body, options);
  }

  put(path, body, options) {
    return this.ask("PUT", path, body, options);
  }

  async ask(method, path, body, { signal, keepalive } = {}) {
    const headers = { Accept: "application/json", "X-Requested-With": "opsdesk" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    let response;
    try {
      response = await fetch(this.base + path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), credentials: "same-origin", signal, keepalive });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Failed(this.words.offline, 0);
    }
    const answer = await readJson(response);
    if (response.ok) return answer;
    if (response.status === 401) this.onSignedOut?.();
    throw new Failed(this.sentence(response.status, answer), response.status, answer);
  }

  sentence(status, answer) {
    if (status === 401) return this.words.signed_out;
    const message = typeof answer?.message === "string" ? answer.message : "";
    return message || this.words.server_failed;
  }
}

async function readJson(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
