/** Russia's area codes of three digits, by region (ISO 3166-2). The numbering plan gives mobile numbers to no region. */
const CODES: Readonly<Record<string, string>> = {
  'RU-BU': '301', 'RU-ZAB': '302', 'RU-UD': '341', 'RU-PER': '342', 'RU-SVE': '343', 'RU-TYU': '345', 'RU-KHM': '346', 'RU-BA': '347', 'RU-YAN': '349',
  'RU-CHE': '351', 'RU-KGN': '352', 'RU-ORE': '353', 'RU-OMS': '381', 'RU-TOM': '382', 'RU-NVS': '383', 'RU-KEM': '384', 'RU-ALT': '385', 'RU-AL': '388',
  'RU-KK': '390', 'RU-KYA': '391', 'RU-TY': '394', 'RU-IRK': '395', 'RU-KGD': '401', 'RU-SA': '411', 'RU-MAG': '413', 'RU-KAM': '415', 'RU-AMU': '416',
  'RU-KHA': '421', 'RU-PRI': '423', 'RU-SAK': '424', 'RU-YEV': '426', 'RU-CHU': '427', 'RU-KRS': '471', 'RU-BEL': '472', 'RU-VOR': '473', 'RU-LIP': '474',
  'RU-TAM': '475', 'RU-SMO': '481', 'RU-TVE': '482', 'RU-BRY': '483', 'RU-KLU': '484', 'RU-YAR': '485', 'RU-ORL': '486', 'RU-TUL': '487', 'RU-RYA': '491',
  'RU-VLA': '492', 'RU-IVA': '493', 'RU-KOS': '494', 'RU-MOW': '495 499', 'RU-MOS': '496 498', 'RU-PSK': '811', 'RU-SPE': '812', 'RU-LEN': '813',
  'RU-KR': '814', 'RU-MUR': '815', 'RU-NGR': '816', 'RU-VLG': '817 820', 'RU-ARK': '818', 'RU-KO': '821', 'RU-NIZ': '831', 'RU-KIR': '833', 'RU-MO': '834',
  'RU-CU': '835', 'RU-ME': '836', 'RU-PNZ': '841', 'RU-ULY': '842', 'RU-TA': '843 855', 'RU-VGG': '844', 'RU-SAR': '845', 'RU-SAM': '846 848', 'RU-KL': '847',
  'RU-AST': '851', 'RU-KDA': '861 862', 'RU-ROS': '863', 'RU-STA': '865 879', 'RU-KB': '866', 'RU-SE': '867', 'RU-CE': '871', 'RU-DA': '872', 'RU-IN': '873',
  'RU-AD': '877', 'RU-KC': '878',
};

const REGIONS = new Map(Object.entries(CODES).flatMap(([region, codes]) => codes.split(' ').map((code) => [code, region] as const)));

/** @param phone  E.164 @returns ISO 3166-2, for fixed lines of Russia */
export function regionOf(phone: string | undefined): string | undefined {
  return phone?.startsWith('+7') && phone.length === 12 ? REGIONS.get(phone.slice(2, 5)) : undefined;
}
