/** Redis commands as one types them, and replies as one reads them. */

/** Words of a line: blanks part them, quotes hold them together, a backslash takes the next as it is. */
export function splitCommand(line: string): string[] {
  const words: string[] = [];
  let word = '';
  let inside = false;
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const c = line[at]!;
    if (c === '\\' && quote !== "'" && at + 1 < line.length) {
      const next = line[++at]!;
      word += { n: '\n', r: '\r', t: '\t' }[next] ?? next;
      inside = true;
    } else if (quote ? c === quote : c === '"' || c === "'") {
      quote = quote ? '' : c;
      inside = true;
    } else if (!quote && /\s/.test(c)) {
      if (inside) {
        words.push(word);
      }
      word = '';
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) {
    words.push(word);
  }
  return words;
}

export function formatReply(reply: unknown, indent = ''): string {
  if (reply === null) {
    return `${indent}(nil)`;
  }
  if (typeof reply === 'number') {
    return `${indent}(${Number.isInteger(reply) ? 'integer' : 'double'}) ${reply}`;
  }
  if (typeof reply === 'boolean') {
    return `${indent}(${reply})`;
  }
  if (typeof reply === 'string') {
    return `${indent}${JSON.stringify(reply)}`;
  }
  if (Array.isArray(reply)) {
    return reply.length === 0 ? `${indent}(empty)` : reply.map((one, at) => `${indent}${at + 1}) ${formatReply(one, `${indent}   `).trimStart()}`).join('\n');
  }
  const members = Object.entries(reply as Record<string, unknown>);
  if (members.length === 1 && members[0]![0] === 'base64') {
    return `${indent}(bytes, Base64) ${String(members[0]![1])}`;
  }
  return members.length === 0 ? `${indent}(empty)` : members.map(([name, value]) => `${indent}${JSON.stringify(name)} => ${formatReply(value, `${indent}   `).trimStart()}`).join('\n');
}
