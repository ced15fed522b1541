import type { Page } from 'playwright-core';

export declare function serveContacts(page: Page, all: number): Promise<void>;
export declare function scrollToTheEnd(page: Page, all: number): Promise<number>;
