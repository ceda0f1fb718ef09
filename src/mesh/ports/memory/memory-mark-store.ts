import type { Mark, MarkStore } from '../mark-store';

/** Marks in memory; they outlive the guard that wrote them, as a table outlives a process. */
export const memoryMarkStore = (): MarkStore => {
  const marks = new Map<string, Mark>();
  const key = (group: string, partition: string) => `${group}/${partition}`;
  return {
    read: async (group, partition) => {
      const mark = marks.get(key(group, partition));
      return mark && structuredClone(mark);
    },
    write: async (group, partition, mark) => void marks.set(key(group, partition), structuredClone(mark)),
  };
};
