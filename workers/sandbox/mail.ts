// The mail service's stand-in: keeps what the app "sent", shows it to a person, and gives it as JSON to a test.
import type { Store } from "./desk";
import { escapeHtml, page } from "./page";

interface SentMail {
  id: string;
  object: "mail";
  at: number;
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** POST /emails, as Resend answers it. The same idempotency key is one mail. */
export async function answerEmails(request: Request, store: Store): Promise<Response> {
  const sent = (await request.json()) as { to: string | string[]; subject: string; html: string; text: string };
  const id = request.headers.get("Idempotency-Key") ?? crypto.randomUUID();
  const to = Array.isArray(sent.to) ? sent.to.join(", ") : sent.to;
  if (!to.includes("@"))
    return Response.json({ statusCode: 422, name: "validation_error", message: "Invalid `to` field." }, { status: 422 });
  const { subject, html, text } = sent;
  await store.put<SentMail>({ id: `mail/${id}`, object: "mail", at: Date.now(), to, subject, html, text });
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
      <ul>${links.join("")}</ul><iframe sandbox="" title="The mail" srcdoc="${escapeHtml(mail.html)}"></iframe>`;
    return page(mail.subject, body);
  }
  const rows = mails.map((one) => {
    const url = `/sandbox/mail/${encodeURIComponent(one.id.slice(5))}`;
    return `<tr><td>${new Date(one.at).toLocaleTimeString("en-GB")}</td><td>${escapeHtml(one.to)}</td><td><a href="${url}">${escapeHtml(one.subject)}</a></td></tr>`;
  });
  const table = rows.length > 0 ? `<table><tr><th>At</th><th>To</th><th>Subject</th></tr>${rows.join("")}</table>` : "<p>No mail yet.</p>";
  return page("Mail", `<h1>Mail</h1><p class="quiet">What the app sent. Nothing left this machine.</p>${table}`);
}
