// What every mail looks like: one column, one button at most, readable without styles. No pixel, no tracked link.
// Part by part: the collection brings Tailwind and a highlighter along, which would triple the Worker.
import { Body } from "@react-email/body";
import { Button } from "@react-email/button";
import { Container } from "@react-email/container";
import { Head } from "@react-email/head";
import { Html } from "@react-email/html";
import { Link } from "@react-email/link";
import { Preview } from "@react-email/preview";
import { Section } from "@react-email/section";
import { Text } from "@react-email/text";
import { createContext, type ReactNode, useContext } from "react";

const ink = "#1d1b17";
const quiet = "#5d584e";
const accent = "#8a4b14";
const font = '"Inter", system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';

export function Layout({ preview, children }: { preview: string; children: ReactNode }) {
  return (
    <Html lang="en" dir="auto">
      <Head />
      <Preview>{preview}</Preview>
      <Body style={{ backgroundColor: "#fbfaf8", fontFamily: font, color: ink, margin: 0 }}>
        <Container style={{ maxWidth: 520, padding: "32px 20px" }}>
          <Text style={{ fontWeight: 640, fontSize: 16, margin: "0 0 16px" }}>Farthing</Text>
          <Section style={{ backgroundColor: "#ffffff", border: "1px solid #e6e2da", borderRadius: 10, padding: 24 }}>{children}</Section>
          <Foot />
        </Container>
      </Body>
    </Html>
  );
}

export interface FootView {
  /** Where one click ends mails of this kind; null for a service mail. */
  unsubscribeUrl: string | null;
  /** Who writes, with their postal address, and where to reach them. */
  sender: { name: string; address: string; email: string };
}

export const FootContext = createContext<FootView | null>(null);

function Foot() {
  const foot = useContext(FootContext);
  const look = { color: quiet, fontSize: 12, lineHeight: "18px", margin: "16px 0 0" };
  return (
    <>
      <Text style={look}>
        {foot?.unsubscribeUrl
          ? "You’re getting this because it is turned on in your settings."
          : "A service e-mail from Farthing: it’s about you, your account or a request you made."}{" "}
        It contains no tracking.
      </Text>
      {foot?.unsubscribeUrl ? (
        <Text style={look}>
          <Link href={foot.unsubscribeUrl}>Unsubscribe with one click</Link>
        </Text>
      ) : null}
      {foot ? (
        <Text style={look}>
          {foot.sender.name}, {foot.sender.address}. Write to {foot.sender.email}.
        </Text>
      ) : null}
    </>
  );
}

/** What a mail program would turn into a link: letters, a dot or a slash, letters. */
const LINK_LIKE = /\S[.:/\\@]\S/;

/** A name may read from right to left: it is kept apart from the words around it. One that reads as a link is left out. */
export function Hello({ name }: { name: string }) {
  if (name === "" || LINK_LIKE.test(name)) return <Words>Hello,</Words>;
  return (
    <Words>
      Hello <bdi>{name}</bdi>,
    </Words>
  );
}

export function Words({ children }: { children: ReactNode }) {
  return <Text style={{ fontSize: 14, lineHeight: "22px", margin: "0 0 12px" }}>{children}</Text>;
}

/** A button, and the same address as text for who cannot press it. */
export function Action({ href, children }: { href: string; children: string }) {
  return (
    <>
      <Button
        href={href}
        style={{ backgroundColor: accent, color: "#ffffff", borderRadius: 6, padding: "10px 16px", fontSize: 14, fontWeight: 550 }}
      >
        {children}
      </Button>
      <Text style={{ color: quiet, fontSize: 12, lineHeight: "18px", margin: "12px 0 0", wordBreak: "break-all" }}>
        Or open <Link href={href}>{href}</Link>
      </Text>
    </>
  );
}
