// The ledger by itself: holds and settles per second, and contacts without the page around them, in one object and spread over 64.

const CLIENTS = 16;
const TEAMS = 64;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const round = (value) => Number(value.toFixed(2));
const PERFORMS = 3_200;
const PRICES = { workerRequest: 0.3, ledgerRequest: 0.15, rowWritten: 1 };

/** Holds and settles per second, with nothing in D1 but the receipt: all in one object, and spread over 64. */
async function performs(clients) {
  const speeds = [];
  for (let n = 0; n < 3; n++) {
    const began = performance.now();
    const each = PERFORMS / clients.length;
    await Promise.all(clients.map(({ team, client }) => client.get(`/bench/perform?team=${team}&count=${each}`)));
    speeds.push(PERFORMS / ((performance.now() - began) / 1000));
  }
  return Math.round(median(speeds));
}

/** One contact a request without the page around it, 16 clients: per second, charged and over uncharged. */
async function bareContacts(ours) {
  const speed = async (headers) => {
    let next = 0;
    const began = performance.now();
    const worker = async () => {
      while (next < 1_600) {
        const { team, client } = ours[next++ % ours.length];
        await (await client.request(`/bench/contact?team=${team}`, { headers })).arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: CLIENTS }, worker));
    return 1_600 / ((performance.now() - began) / 1000);
  };
  const [charged, ratios] = [[], []];
  for (let n = 0; n < 4; n++) {
    const [with_, without] = [await speed({}), await speed({ "X-Uncharged": "1" })];
    if (n === 0) continue;
    charged.push(with_);
    ratios.push(with_ / without);
  }
  return { perSecond: Math.round(median(charged)), ratio: round(median(ratios)) };
}

/** The ledger's own rows of the table. `newClient` makes a signed-in client of a fresh team. */
export async function measureLedger(newClient) {
  const teams = (name, count) =>
    Promise.all(
      Array.from({ length: count }, async (_, n) => ({ team: `${name}${n}`, client: await newClient(`${name}${n}`, 1_000_000) })),
    );
  const [one, many] = [await teams("one", 1), await teams("many", TEAMS)];
  const [busy, spread] = [await bareContacts(one), await bareContacts(many)];
  return {
    performs_per_second_one: await performs(one),
    performs_per_second_64: await performs(many),
    contacts_per_second_busy: busy.perSecond,
    contacts_per_second_spread: spread.perSecond,
    charged_to_uncharged_busy: busy.ratio,
    charged_to_uncharged_spread: spread.ratio,
  };
}

/** Dollars for a million charged contacts, from rows and requests and the platform's prices; without CPU time, which is not measured here. */
export function dollarsPerMillion({ ledger_requests, ledger_rows_written, d1_rows_written }) {
  const { workerRequest, ledgerRequest, rowWritten } = PRICES;
  return round(workerRequest + ledger_requests * ledgerRequest + (ledger_rows_written + d1_rows_written) * rowWritten);
}
