/** The words of a text, without the marks of lists ("-", "1."), which HTML draws itself. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== '' && !/^(?:-|\d+\.)$/.test(word));
}

/** True if two texts have the same words in the same order. */
export function sameWords(one: string, other: string): boolean {
  return wordsOf(one).join(' ') === wordsOf(other).join(' ');
}
