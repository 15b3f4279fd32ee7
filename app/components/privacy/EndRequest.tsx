// How a request about personal data ended: a choice of sentences that who asked is told.
import { Button } from "../ui/Button";
import { inputLook } from "../ui/Field";
import { PostForm } from "../ui/PostForm";

export function EndRequest({ id, outcomes }: { id: string; outcomes: { value: string; words: string }[] }) {
  return (
    <PostForm always className="flex flex-wrap gap-2">
      <input type="hidden" name="id" value={id} />
      <select name="how" aria-label="How it ended" defaultValue="" required className={`${inputLook} w-auto! max-w-full flex-1 basis-60`}>
        <option value="" disabled>
          How did it end?
        </option>
        {outcomes.map(({ value, words }) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      <Button name="intent" value="end">
        Answer
      </Button>
    </PostForm>
  );
}
