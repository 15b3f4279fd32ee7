// The dry run's result and what can be done with it: import all, buy what is missing, or import what the credits cover.

import { Button } from "../ui/Button";
import { PostForm } from "../ui/PostForm";
import { Card } from "../ui/parts";
import { countWords } from "../ui/words";
import { Count, KnownRows, knownWords, Refused } from "./ImportCounts";
import type { ImportData } from "./importView";

/** Starts the run, or lets it go on, for `most` new rows at the price shown. */
export function StartButton({
  most,
  cost,
  kind = "go",
  children,
}: {
  most: number;
  cost: number;
  kind?: "go" | "plain";
  children: string;
}) {
  return (
    <PostForm>
      <input type="hidden" name="most" value={most} />
      <input type="hidden" name="price" value={cost} />
      <Button kind={kind} cost={cost} name="intent" value="start">
        {children}
      </Button>
    </PostForm>
  );
}

/** What can be done with the rows that are left: depends on what the credits cover. */
export function Ways({ data, verb }: { data: ImportData; verb: string }) {
  const { left, cost, price, free, offer } = data;
  if (left === 0 || !data.startable) return null;
  if (free !== null && free >= cost) return <StartButton most={left} cost={cost}>{`${verb} ${left.toLocaleString("en")}`}</StartButton>;
  const affordable = Math.floor((free ?? 0) / Math.max(1, price));
  return (
    <>
      {offer ? (
        <PostForm>
          <input type="hidden" name="pack" value={offer.credits} />
          <Button kind="go" name="intent" value="buy">
            Buy {offer.credits} credits<span className="border-l border-current pl-2 font-[450]">{offer.price}</span>
          </Button>
        </PostForm>
      ) : null}
      {affordable > 0 ? (
        <StartButton
          most={affordable}
          cost={affordable * price}
          kind="plain"
        >{`${verb} the ${data.found.cursor > 0 ? "next" : "first"} ${affordable}`}</StartButton>
      ) : null}
    </>
  );
}

export function ImportCheck({ data }: { data: ImportData }) {
  const { found, refused, cost, free, price, of } = data;
  return (
    <>
      <Card className="p-4">
        <dl className="grid grid-cols-[repeat(auto-fit,minmax(120px,1fr))] gap-4">
          <Count name="New" value={found.newTotal} words={`${countWords(price, "credit")} each`} />
          <Count name="Already in Farthing" value={found.knownTotal} words={knownWords(found)} />
          <Count name="Not imported" value={found.refusedTotal} words={found.refusedTotal ? "free; reasons below" : "free"} />
          <Count
            name="Cost"
            value={cost}
            words={free === null ? "we can’t reach your credits right now" : `you have ${free.toLocaleString("en")}`}
          />
        </dl>
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <Ways data={data} verb="Import" />
        {found.source === "archive" ? null : (
          <PostForm>
            <Button kind="bare" name="intent" value="remap">
              Change the columns
            </Button>
          </PostForm>
        )}
        <span className="text-xs text-ink-3">
          {found.newTotal === 0 ? "There’s nothing new in this file." : "You can undo it within 24 hours for a full refund of credits."}
        </span>
      </div>
      <KnownRows found={found} of={of} />
      <Refused found={found} refused={refused} />
    </>
  );
}
