import { createElement } from 'lwc';
import App from 'shell/app';

document.querySelector('#app')?.append(createElement('shell-app', { is: App }));
