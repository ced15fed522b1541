import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import '@mantine/spotlight/styles.css';
import './style.css';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { allowStyles } from './content-policy';
import { loadTexts } from './texts/text';

const nonce = allowStyles();
const root = document.getElementById('root');
if (!root) throw new Error('no root');

loadTexts().then(
  () => createRoot(root).render(<App nonce={nonce} />),
  () => {
    root.textContent = document.documentElement.lang === 'ru' ? 'Страница не загрузилась. Проверьте сеть и обновите её.' : 'The page did not load. Check the network and reload it.';
  },
);

// A new version was installed meanwhile: the chunks of the old one are gone.
window.addEventListener('vite:preloadError', () => location.reload());
