// The themes there are: as the system says, or chosen.
export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];
