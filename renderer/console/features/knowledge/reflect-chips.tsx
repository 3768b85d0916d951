import { useTranslation } from 'react-i18next';

/** Words that show the customer he was heard, before any answer (domain.md row 39). To be said, not pressed. */
export const ReflectChips = ({ prompts }: { prompts: readonly string[] }) => {
  const { t } = useTranslation();
  return (
    <ul className="reflect" aria-label={t('reflect.label')} lang="zh-CN">
      {prompts.map((prompt) => (
        <li key={prompt}>{prompt}</li>
      ))}
    </ul>
  );
};
