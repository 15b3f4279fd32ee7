// The purge of a team with 100,000 contacts: how long its longest run takes, and what another team notices of it.

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs the purge until the team is gone, while another team's list is asked for all the time. Before it, the same list is asked for alone. */
export async function measurePurge(team, operator, other) {
  const ask = async () => {
    const began = performance.now();
    const { status } = await other.get("/contacts");
    if (status !== 200) throw new Error(`Another team was answered ${status} during the purge.`);
    return performance.now() - began;
  };
  const alone = [];
  for (let n = 0; n < 60; n++) alone.push(await ask());
  const runs = [];
  const meanwhile = [];
  let gone = false;
  const purging = (async () => {
    while (!gone) {
      const run = JSON.parse((await operator.get(`/bench/purge?team=${team}`)).text);
      runs.push(run.ms);
      gone = run.gone;
      if (runs.length > 200) throw new Error("The purge does not end.");
    }
  })();
  while (!gone) meanwhile.push(await Promise.race([ask(), purging.then(() => Number.NaN)]));
  await purging;
  const asked = meanwhile.filter((ms) => !Number.isNaN(ms));
  return {
    runs: runs.length,
    longest_run_s: Number((Math.max(...runs) / 1000).toFixed(2)),
    other_team_time_ratio: Number((median(asked) / median(alone)).toFixed(2)),
  };
}
