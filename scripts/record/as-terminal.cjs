// Makes a process believe that it writes to a terminal, so that a recording needs no pseudo-terminal: that differs on each system.
const [columns, rows] = process.env.RECORD_SIZE.split('x').map(Number);
Object.assign(process.stdout, { isTTY: true, columns, rows });
delete process.env.NO_COLOR;
