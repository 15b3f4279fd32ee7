// The mail service's stand-in: keeps what the app "sent", shows it to a person, and gives it as JSON to a test.
import { Webhook } from "standardwebhooks";
import type { Store } from "./desk";
import { escapeHtml, page, readForm } from "./page";

interface SentMail {
  id: string;
  object: "mail";
  at: number;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
}

/** POST /emails, as Resend answers it. The same idempotency key is one mail. */
export async function answerEmails(request: Request, store: Store): Promise<Response> {
  const sent = (await request.json()) as Pick<SentMail, "subject" | "html" | "text" | "headers"> & { to: string | string[] };
  const id = request.headers.get("Idempotency-Key") ?? crypto.randomUUID();
  const to = Array.isArray(sent.to) ? sent.to.join(", ") : sent.to;
  if (!to.includes("@"))
    return Response.json({ statusCode: 422, name: "validation_error", message: "Invalid `to` field." }, { status: 422 });
  const { subject, html, text, headers = {} } = sent;
  await store.put<SentMail>({ id: `mail/${id}`, object: "mail", at: Date.now(), to, subject, html, text, headers });
  return Response.json({ id });
}

/** The list of mails, one mail, or all as JSON. */
export async function answerMail(path: string, store: Store): Promise<Response> {
  const mails = await store.list<SentMail>("mail");
  if (path === "/sandbox/mail.json") return Response.json(mails);
  const id = path.slice("/sandbox/mail/".length);
  const mail = path.startsWith("/sandbox/mail/") ? mails.find((one) => one.id === `mail/${decodeURIComponent(id)}`) : null;
  if (mail) {
    const links = Array.from(new Set(mail.text.match(/https?:\/\/\S+/g) ?? [])).map(
      (url) => `<li><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></li>`,
    );
    const body = `<p><a href="/sandbox/mail">All mail</a></p><h1>${escapeHtml(mail.subject)}</h1><p class="quiet">to ${escapeHtml(mail.to)}</p>
      <ul>${links.join("")}</ul>
      <form method="post"><button name="type" value="bounced">This address does not exist</button>
      <button name="type" value="complained">Mark as spam</button></form><iframe sandbox="" title="The mail" srcdoc="${escapeHtml(mail.html)}"></iframe>`;
    return page(mail.subject, body);
  }
  const rows = mails.map((one) => {
    const url = `/sandbox/mail/${encodeURIComponent(one.id.slice(5))}`;
    return `<tr><td>${new Date(one.at).toLocaleTimeString("en-GB")}</td><td>${escapeHtml(one.to)}</td><td><a href="${url}">${escapeHtml(one.subject)}</a></td></tr>`;
  });
  const table = rows.length > 0 ? `<table><tr><th>At</th><th>To</th><th>Subject</th></tr>${rows.join("")}</table>` : "<p>No mail yet.</p>";
  return page("Mail", `<h1>Mail</h1><p class="quiet">What the app sent. Nothing left this machine.</p>${table}`);
}

/** POST /sandbox/mail/:id says that a mail bounced or was complained about, to the app, by a webhook signed as Resend signs it. */
export async function tellOfMail(request: Request, store: Store, app: Fetcher, secret: string): Promise<Response> {
  const id = decodeURIComponent(new URL(request.url).pathname.slice("/sandbox/mail/".length));
  const mail = (await store.list<SentMail>("mail")).find((one) => one.id === `mail/${id}`);
  if (!mail) return page("No such mail", "", 404);
  const type = (await readForm(request)).get("type") === "complained" ? "complained" : "bounced";
  const at = new Date();
  const bounce = { message: "The address does not exist", type: "Permanent", subType: "General" };
  const about = { email_id: id, message_id: id, created_at: at.toISOString(), from: "", to: [mail.to], subject: mail.subject };
  const data = { ...about, ...(type === "bounced" ? { bounce } : {}) };
  const payload = JSON.stringify({ type: `email.${type}`, created_at: at.toISOString(), data });
  const signature = new Webhook(secret).sign(`msg_${id}`, at, payload);
  const headers = { "svix-id": `msg_${id}`, "svix-timestamp": String(Math.floor(at.getTime() / 1000)), "svix-signature": signature };
  const { status } = await app.fetch("http://localhost/hooks/resend", { method: "POST", headers, body: payload });
  return page("Event sent", `<h1>Event sent</h1><p>The app answered ${status}.</p><p><a href="/sandbox/mail">All mail</a></p>`);
}
