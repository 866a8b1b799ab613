import { env } from '@salesforce/kit';

// Without a terminal progress comes line by line. MultiStageOutput decides so by CI, once, when it is loaded: this file is
// imported before it.
if (!process.stdout.isTTY) env.setString('CI', 'true');
