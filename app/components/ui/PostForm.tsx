// A form that changes something. In a deactivated team it can be read, not sent: only what lets people leave or come back stays alive.
import { Form, type FormProps } from "@remix-run/react";
import { createContext, forwardRef, useContext } from "react";

/** Whether the team whose page this is only looks at what it has. */
export const ReadOnlyContext = createContext(false);

export interface PostFormProps extends Omit<FormProps, "method"> {
  /** It works in a deactivated team too. Its action has to allow that: requireMemberOfAny. */
  always?: boolean;
}

export const PostForm = forwardRef<HTMLFormElement, PostFormProps>(function PostForm({ always = false, children, ...rest }, ref) {
  const readOnly = useContext(ReadOnlyContext) && !always;
  return (
    <Form {...rest} ref={ref} method="post">
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
