type MarkedTextProps = { text: string; marks: readonly (readonly [number, number])[] };

/** A passage with what was searched for marked; `marks` are [start, end), in order, without overlap. */
export const MarkedText = ({ text, marks }: MarkedTextProps) => (
  <span lang="zh-CN">
    {marks.map(([start, end], index) => (
      <span key={start}>
        {text.slice(marks[index - 1]?.[1] ?? 0, start)}
        <mark>{text.slice(start, end)}</mark>
      </span>
    ))}
    {text.slice(marks.at(-1)?.[1] ?? 0)}
  </span>
);
