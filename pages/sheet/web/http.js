/** Asking the server: plain fetch, never for longer than it is worth, one kind of failure with a sentence for people. */

import { tellAll } from "./dom.js";

const PATIENCE = 30_000;

export class Failed extends Error {
  constructor(message, status = 0, body = null) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

export class Http {
  /** `person`: whose page this is; the server answers nobody else's cookie in that name. */
  constructor(words, { base = "/api/v1", person = null } = {}) {
    Object.assign(this, { words, base, person });
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

  async ask(method, path, body, options) {
    const { status, ok, answer } = await this.fetch(method, path, body, options);
    if (ok) return answer;
    if (status === 401) tellAll([this.onSignedOut], answer);
    throw new Failed(this.sentence(status, answer), status, answer);
  }

  /** A file goes as a form does, and takes as long as a phone's line needs. */
  async upload(path, file) {
    const body = new FormData();
    body.append("file", file);
    const response = await fetch(this.base + path, {
      method: "POST",
      headers: this.headers(),
      body,
      credentials: "same-origin",
    }).catch(() => null);
    if (!response) throw new Failed(this.words.offline, 0);
    const answer = await readJson(response);
    if (!response.ok) throw new Failed(this.sentence(response.status, answer), response.status, answer);
    return answer;
  }

  /** A line that is dead without saying so ends here too: the clock runs until the whole answer is read. */
  async fetch(method, path, body, { signal, keepalive, timeout = PATIENCE } = {}) {
    const clock = new AbortController();
    const stop = () => clock.abort();
    const timer = setTimeout(stop, timeout);
    signal?.addEventListener("abort", stop);
    try {
      const response = await fetch(this.base + path, {
        method,
        headers: this.headers(body),
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "same-origin",
        signal: clock.signal,
        keepalive,
      });
      return { status: response.status, ok: response.ok, answer: await readJson(response) };
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Failed(this.words.offline, 0);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }

  headers(body) {
    const headers = { Accept: "application/json", "X-Requested-With": "opsdesk" };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    if (this.person) headers["X-Ops-Person"] = String(this.person);
    return headers;
  }

  sentence(status, answer) {
    if (status === 401) return this.words.signed_out;
    const message = typeof answer?.message === "string" ? answer.message : "";
    return message || this.words.server_failed;
  }
}

/** An answer that isn't JSON says nothing; one that breaks off halfway has not arrived. */
async function readJson(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
