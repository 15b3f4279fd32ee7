// The sandbox's own plain pages. They stand for other people's, so they share nothing with the app's.

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

export function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeHtml(title)} - sandbox</title><style>
:root{color-scheme:light dark}body{font:16px/24px system-ui,sans-serif;max-width:680px;margin:32px auto;padding:0 16px}h1{font-size:28px;line-height:36px;margin:8px 0}
form{display:grid;gap:12px;margin:16px 0}button,select{font:inherit;padding:10px 16px;border-radius:6px;border:1px solid #8886;cursor:pointer}
.go{background:#635bff;color:#fff;border-color:transparent}.bare{border-color:transparent;background:none}.quiet{opacity:.75}.bad{color:#c0392b}
table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:8px;border-bottom:1px solid #8884;vertical-align:top}iframe{width:100%;height:480px;border:1px solid #8884;background:#fff}
</style></head><body>${body}</body></html>`;
  return new Response(html, { status, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** A posted form's body as text. */
export async function readBody(request: Request): Promise<string> {
  return new TextDecoder().decode(await request.arrayBuffer());
}

export async function readForm(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams(await readBody(request));
}
