// A form that changes something. In a deactivated team it can be read, not sent: only what lets people leave or come back stays alive.
import { Form, type FormProps } from "@remix-run/react";
import { createContext, forwardRef, useContext } from "react";

/** The id of the team whose page this is; empty on pages of no team. A form says it, so that it never lands in another. */
export const OfTeamContext = createContext("");

/** Whether the team whose page this is only looks at what it has. */
export const ReadOnlyContext = createContext(false);

export interface PostFormProps extends Omit<FormProps, "method"> {
  /** It works in a deactivated team too. Its action has to allow that: requireMemberOfAny. */
  always?: boolean;
}

export const PostForm = forwardRef<HTMLFormElement, PostFormProps>(function PostForm({ always = false, children, ...rest }, ref) {
  const readOnly = useContext(ReadOnlyContext) && !always;
  const teamId = useContext(OfTeamContext);
  return (
    <Form {...rest} ref={ref} method="post">
      {teamId === "" ? null : <input type="hidden" name="of-team" value={teamId} />}
      {readOnly ? (
        <fieldset disabled className="contents">
          {children}
        </fieldset>
      ) : (
        children
      )}
    </Form>
  );
});
