const FRONT_MATTER = /^---\r?\n([\s\S]*?)\r?\n---/;
const LICENCE = /^license:[ \t]*["']?([^"'\r\n#]+?)["']?[ \t]*(?:#.*)?$/m;

/** The licence that a model card's front matter names, or null. */
export function licenceOf(readme: string): string | null {
  return LICENCE.exec(FRONT_MATTER.exec(readme)?.[1] ?? '')?.[1] ?? null;
}
