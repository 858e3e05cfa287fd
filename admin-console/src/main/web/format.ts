/** Figures as people read them. */
const BYTES = ['B', 'KB', 'MB', 'GB', 'TB'];

export function bytes(value: number): string {
  let unit = 0;
  let size = value;
  while (size >= 1024 && unit < BYTES.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${BYTES[unit]}`;
}

export function count(value: number): string {
  return value < 10_000 ? Math.round(value).toLocaleString('en') : Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
}

/** Every digit, for figures that one compares. */
export function exact(value: number): string {
  return value.toLocaleString('en');
}

export function seconds(value: number): string {
  if (value === 0) {
    return '0';
  }
  return value < 1e-3 ? `${(value * 1e6).toFixed(0)} µs` : value < 1 ? `${(value * 1e3).toFixed(1)} ms` : `${value.toFixed(2)} s`;
}

/** A figure per second, with a digit more where it is small. */
export function perSecond(value: number): string {
  return `${value > 0 && value < 10 ? value.toFixed(1) : count(value)}/s`;
}

export function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  return days > 0 ? `${days} d ${hours % 24} h` : hours > 0 ? `${hours} h ${minutes % 60} min` : minutes > 0 ? `${minutes} min` : 'less than a minute';
}
