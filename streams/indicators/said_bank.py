"""What the indicators of banks say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

BANK_SENTENCES: Mapping[str, Sentence] = {
    "b-obs-controlled": Sentence(
        "At the bank another person spoke for the customer or held the customer's papers.",
        "بینک میں گاہک کی جگہ کوئی دوسرا شخص بات کرتا رہا یا گاہک کے کاغذات اس کے پاس تھے۔",
    ),
    "b-thirdparty-id-open": Sentence(
        "An account was asked for with the identity card of a person who was not there.",
        "ایسے شخص کے شناختی کارڈ پر کھاتہ کھولنے کی درخواست دی گئی جو خود وہاں موجود نہیں تھا۔",
    ),
    "b-minor-account-other": Sentence(
        "Somebody not known as family opened an account for a child of {age}.",
        "{age} سال کی عمر کے بچے کا کھاتہ ایسے فریق نے کھولا جس سے خاندانی رشتہ معلوم نہیں۔",
    ),
    "b-no-life-account": Sentence(
        "The account shows no ordinary household spending.",
        "اس کھاتے سے گھر کے عام اخراجات ہوتے نظر نہیں آتے۔",
    ),
    "b-id-avoid": Sentence(
        "A transaction was changed or dropped when identification was asked for.",
        "شناخت مانگے جانے پر لین دین بدل دیا گیا یا چھوڑ دیا گیا۔",
    ),
    "b-contact-on-sex-ads": Sentence(
        "The account's phone, e-mail or address is on a checked list of commercial-sex or fake-job adverts.",
        "کھاتے کا فون، ای میل یا پتا جسم فروشی یا جعلی ملازمت کے اشتہارات کی جانچی ہوئی فہرست میں موجود ہے۔",
    ),
    "b-brideprice-inflow": Sentence(
        "A household of small means received about {currency} {amount} from an agent, a foreigner or from abroad.",
        "کم آمدنی والے گھرانے کو کسی ایجنٹ، کسی غیر ملکی یا بیرونِ ملک سے تقریباً {amount} {currency} ملے۔",
    ),
    "b-funnel-geo": Sentence(
        "Cash was paid in at {cities} cities away from home; {percent} % left within {hours} hours.",
        "کھاتے دار کے اپنے شہر سے باہر {cities} شہروں میں نقد رقم جمع کرائی گئی، جس کا {percent} فیصد {hours} گھنٹوں کے اندر نکل گیا۔",
    ),
    "b-structuring-ctr": Sentence(
        "{count} cash deposits of at most about PKR {rupees}, just below the reporting limit, within {days} days.",
        "{days} دن کے اندر {count} بار زیادہ سے زیادہ تقریباً {rupees} روپے نقد جمع کرائے گئے، جو لازمی اطلاع کی حد سے ذرا کم ہیں۔",
    ),
    "b-nightly-cash": Sentence(
        "{count} cash deposits at night within {days} days.",
        "{days} دن کے اندر {count} بار رات گئے نقد رقم جمع کرائی گئی۔",
    ),
    "b-third-party-atm-small": Sentence(
        "{count} even cash deposits of about PKR {rupees} at most, at machines in {cities} cities within {days} days.",
        "{days} دن کے اندر {cities} شہروں کی مشینوں پر {count} بار زیادہ سے زیادہ تقریباً {rupees} روپے کی گول نقد رقمیں جمع کرائی گئیں۔",
    ),
    "b-multi-city-movement": Sentence(
        "Transactions in {cities} cities within {days} days.",
        "{days} دن کے اندر {cities} شہروں میں لین دین ہوا۔",
    ),
    "b-prepaid-topup-heavy": Sentence(
        "{count} top-ups for {numbers} phone or card numbers within {days} days.",
        "{days} دن کے اندر فون یا کارڈ کے {numbers} نمبروں میں {count} بار رقم ڈلوائی گئی۔",
    ),
    "b-foreign-classifieds": Sentence(
        "{count} payments to foreign advertising sites within {days} days.",
        "{days} دن کے اندر بیرونِ ملک کی اشتہاری ویب سائٹوں کو {count} ادائیگیاں کی گئیں۔",
    ),
    "b-living-cost-bundle": Sentence(
        "{lodging} hotel, {transport} transport and {needs} pharmacy, clothing or food payments within {days} days.",
        "{days} دن کے اندر ہوٹل کے لیے {lodging}، سواری کے لیے {transport}، اور دوا، کپڑوں یا کھانے کے لیے {needs} ادائیگیاں ہوئیں۔",
    ),
    "b-bulk-travel-purchase": Sentence(
        "A private person paid {count} fares or visa fees for others within {days} days.",
        "{days} دن کے اندر ایک نجی شخص نے دوسروں کے لیے {count} سفری کرائے یا ویزا فیسیں ادا کیں۔",
    ),
    "b-paid-by-controlled": Sentence(
        "{count} unrelated people pay to one who opened their accounts or whose phone is on them, within {days} days.",
        "{days} دن میں {count} غیر متعلقہ افراد نے اس شخص کو رقم دی جس نے ان کے اکاؤنٹ کھولے یا جس کا فون ان اکاؤنٹس پر درج ہے۔",
    ),
    "b-brideprice-payer": Sentence(
        "Got {sums} large sums from abroad and gave {households} poor households about PKR {rupees} or more each in {days} days.",
        "{days} دن میں بیرونِ ملک سے {sums} بڑی رقمیں ملیں اور {households} غریب گھرانوں کو فی گھرانہ تقریباً {rupees} روپے یا زیادہ دیے۔",
    ),
    "b-organ-medical": Sentence(
        "Within {days} days one person paid for treatment of {count} unrelated people and for travel of one or more.",
        "{days} دن کے اندر ایک شخص نے {count} غیر رشتہ دار لوگوں کے علاج کے لیے اور ان میں سے کسی کے سفر کے لیے رقم ادا کی۔",
    ),
    "b-fan-in-unrelated": Sentence(
        "{count} people not known to be related sent money to one person within {days} days.",
        "{days} دن کے اندر {count} لوگوں نے، جن کا آپس میں کوئی رشتہ معلوم نہیں، ایک ہی شخص کو رقم بھیجی۔",
    ),
    "b-senders-share-id": Sentence(
        "{count} people sent one person money within {days} days; {sharing} of them share phone, device, mail or address.",
        "{days} دن کے اندر {count} لوگوں نے ایک ہی شخص کو رقم بھیجی، جن میں سے {sharing} کا فون، آلہ، ای میل یا پتا ایک ہے۔",
    ),
    "b-sub-threshold-wires": Sentence(
        "{count} payments of about PKR {rupees} at most to one person in {countries}, a smuggling route, in {days} days.",
        "{days} دن کے اندر {countries} میں، جو اسمگلنگ کی گزرگاہ ہے، ایک ہی شخص کو "
        "{count} بار زیادہ سے زیادہ تقریباً {rupees} روپے بھیجے گئے۔",
    ),
    "b-wage-pass-through": Sentence(
        "{count} people passed their wages on to one person within {days} days.",
        "{days} دن کے اندر {count} لوگوں نے اپنی تنخواہ ایک ہی شخص کو منتقل کی۔",
    ),
    "b-fees-to-personal": Sentence(
        "{count} people paid recruitment fees to one personal account within {days} days.",
        "{days} دن کے اندر {count} لوگوں نے بھرتی کی فیس ایک ہی ذاتی کھاتے میں ادا کی۔",
    ),
    "b-fees-far-over-norm": Sentence(
        "{count} unrelated people each paid one person about PKR {rupees} or more for a job within {days} days.",
        "{days} دن کے اندر {count} غیر رشتہ دار لوگوں نے ملازمت کے لیے ایک ہی شخص کو فی کس تقریباً {rupees} روپے یا زیادہ ادا کیے۔",
    ),
    "b-sums-for-visas": Sentence(
        "{count} unrelated people each paid one person about PKR {rupees} or more within {days} days, some for a visa.",
        "{days} دن کے اندر {count} غیر رشتہ دار لوگوں نے ایک ہی شخص کو فی کس تقریباً {rupees} روپے یا زیادہ "
        "دیے، جن میں سے کچھ ویزے کے لیے تھے۔",
    ),
    "b-fares-then-shares": Sentence(
        "Paid {fares} fares or visas for others and got {payments} payments of strangers from Saudi Arabia within {days} days.",
        "{days} دن کے اندر دوسروں کے لیے {fares} کرائے یا ویزے ادا کیے اور سعودی عرب سے اجنبیوں کی {payments} رقمیں ملیں۔",
    ),
    "b-treats-and-gives": Sentence(
        "Paid for the treatment of others and gave {count} unrelated people about PKR {rupees} or more each within {days} days.",
        "{days} دن کے اندر دوسروں کے علاج کا خرچ دیا اور {count} غیر رشتہ دار لوگوں کو فی کس تقریباً {rupees} روپے یا زیادہ دیے۔",
    ),
    "b-speaks-for-several": Sentence(
        "At the bank one person spoke for {count} customers or held their papers within {days} days.",
        "{days} دن کے اندر بینک میں ایک شخص نے {count} گاہکوں کی جگہ بات کی یا ان کے کاغذات اپنے پاس رکھے۔",
    ),
    "b-many-accts-one-controller": Sentence(
        "One phone, device or person stands behind the accounts of {count} people within {days} days.",
        "{days} دن کے اندر {count} لوگوں کے کھاتوں کے پیچھے ایک ہی فون، آلہ یا شخص نظر آیا۔",
    ),
    "b-crypto-illicit": Sentence(
        "About {currency} {amount} went to or came from a mixer or darknet market of virtual assets.",
        "تقریباً {amount} {currency} ورچوئل اثاثوں کی کسی مکسر سروس یا ڈارک نیٹ منڈی کو گئے یا وہاں سے آئے۔",
    ),
    "b-crypto-illicit/unidentified": Sentence(
        "{count} payments to or from virtual-asset services that identify nobody within {days} days.",
        "{days} دن کے اندر ورچوئل اثاثوں کی ایسی سروسوں سے {count} بار لین دین ہوا جو کسی کی شناخت نہیں پوچھتیں۔",
    ),
    "b-tppp-conceal": Sentence(
        "{count} payments through a processor that does not say who pays or receives within {days} days.",
        "{days} دن کے اندر {count} ادائیگیاں ایسے درمیانی ادارے کے ذریعے ہوئیں جو اصل بھیجنے یا وصول کرنے والے کو نہیں بتاتا۔",
    ),
    "b-cash-only-business": Sentence(
        "A business took in about PKR {rupees} of cash, {count} times in {days} days, and paid no wages, bills or suppliers.",
        "ایک کاروبار کے کھاتے میں {days} دن کے اندر {count} بار کل تقریباً {rupees} روپے نقد آئے "
        "مگر تنخواہ، بل یا مال کی کوئی ادائیگی نہیں ہوئی۔",
    ),
    "b-offhours-oversize": Sentence(
        "{night} of {count} cash deposits came at night; they are {percent} % of the turnover declared for {days} days.",
        "نقد رقم {count} بار جمع ہوئی، جن میں سے {night} بار رات کو؛ کل رقم {days} دن کے ظاہر کردہ کاروبار کا {percent} فیصد ہے۔",
    ),
    "b-payroll-low-deduct": Sentence(
        "The wages that a business pays come to about PKR {rupees} a month for each of its {headcount} workers.",
        "کاروبار کی ادا کردہ اجرتیں اس کے {headcount} کارکنوں میں فی کس تقریباً {rupees} روپے ماہانہ بنتی ہیں۔",
    ),
    "b-payroll-low-deduct/deductions": Sentence(
        "A business keeps {percent} % of the wages for housing, food, transport or debt.",
        "کاروبار رہائش، کھانے، سفر یا قرض کے نام پر اجرتوں کا {percent} فیصد کاٹ لیتا ہے۔",
    ),
}
