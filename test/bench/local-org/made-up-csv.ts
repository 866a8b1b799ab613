const chunkRows = 2_000;

/** A CSV whose rows are generated while they are sent. */
function csvOf(head: string, rows: number, rowOf: (index: number) => string): ReadableStream<string> {
  let next = 0;
  return new ReadableStream<string>({
    pull(controller) {
      if (next === 0) controller.enqueue(`${head}\n`);
      const end = Math.min(rows, next + chunkRows);
      let text = '';
      for (; next < end; next += 1) text += `${rowOf(next)}\n`;
      controller.enqueue(text);
      if (next === rows) controller.close();
    },
  });
}

const sources = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];
const statuses = ['Open - Not Contacted', 'Working - Contacted', 'Closed - Not Converted'];
const oneOf = (values: readonly string[], index: number): string => values[index % values.length] ?? '';

export const leadCsv = (first: number, rows: number): ReadableStream<string> =>
  csvOf(
    'FirstName,LastName,Company,Email,Phone,LeadSource,Status,Title,Industry,NumberOfEmployees,AnnualRevenue,Country,City',
    rows,
    (row) => {
      const index = first + row;
      const person = `First ${index % 977},Last ${index},"Company, ${index % 31_000}",lead${index}@company${index % 31_000}.example`;
      return `${person},+49 30 ${index},${oneOf(sources, index)},${oneOf(statuses, index)},Manager,Energy,${index % 900},${index * 10},Germany,City ${index % 300}`;
    },
  );

export const taskCsv = (leadIds: readonly string[], first: number, rows: number): ReadableStream<string> =>
  csvOf('WhoId,Subject,Status,Priority,ActivityDate,TaskSubtype,Description', rows, (row) => {
    const index = first + row;
    const day = String(1 + (index % 28)).padStart(2, '0');
    const what = `Call ${index},${index % 4 === 0 ? 'Not Started' : 'Completed'},Normal`;
    return `${leadIds[index % leadIds.length] ?? ''},${what},2026-${String(1 + (index % 12)).padStart(2, '0')}-${day},Call,Spoke about offer ${index}`;
  });
