/** What the page says. The server serves this file with the texts of its language in place of Romanian. */
export { page as words } from '../../../texts/ro/page.ts';
