// The shape of Stripe's answers and errors, and how its fields are read.

export type Fields = Record<string, unknown>;

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "Request-Id": "req_sandbox" } });
}

export function missing(what: string, id: string): Response {
  const error = {
    code: "resource_missing",
    doc_url: "https://stripe.com/docs/error-codes/resource-missing",
    message: `No such ${what}: '${id}'`,
    param: "id",
    type: "invalid_request_error",
  };
  return json({ error }, 404);
}

export function invalid(param: string, message: string): Response {
  return json({ error: { code: "parameter_missing", message, param, type: "invalid_request_error" } }, 400);
}

export const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
export const words = (value: unknown): Record<string, string> =>
  typeof value === "object" && value !== null ? (value as Record<string, string>) : {};
