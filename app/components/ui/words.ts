// Numbers with their nouns, as every page and mail writes them.

/** "1 row", "2,000 rows". Give the plural where it takes more than an s. */
export function countWords(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? noun : plural}`;
}
