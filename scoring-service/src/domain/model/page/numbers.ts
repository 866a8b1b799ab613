/** A count as it is read: `12,340`. */
export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A share of 1 as percent: `12.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export const decimal = (value: number, digits = 3): string => value.toFixed(digits);

/** The day of a moment. */
export const day = (moment: string): string => moment.slice(0, 10);
