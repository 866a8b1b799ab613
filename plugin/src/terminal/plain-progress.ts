import { env } from '@salesforce/kit';

// Without a terminal, progress is printed line by line. MultiStageOutput reads CI once when it is loaded, so this file must
// be imported before it.
if (!process.stdout.isTTY) env.setString('CI', 'true');
